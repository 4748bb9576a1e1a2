import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { makeRunName } from '../../../src/kernel/runs/run-name.js';
import { makeCell, makeKernelParts } from './kernel-parts.js';

describe('The recorder', () => {
  it('writes the cells that led to a run before it, each once', async () => {
    const parts = makeKernelParts();
    await turn();
    parts.cells.enter(makeCell({ executionCount: 1, source: 'let a = 1' }));
    parts.cells.enter(makeCell({ executionCount: 2, source: 'fit()' }));
    parts.recorder.start();
    parts.recorder.start();
    parts.cells.enter(makeCell({ executionCount: 3, source: 'fit()', cellId: null }));
    parts.recorder.start();
    assert.deepEqual(
      parts.journal.records.map(record =>
        record.type === 'cell' ? record.executionCount : record.type
      ),
      [1, 2, 'run', 'run', 3, 'run']
    );
    assert.deepEqual(parts.journal.of('cell')[2], {
      type: 'cell',
      cellId: null,
      executionCount: 3,
      source: 'fit()',
      time: 1000
    });
  });

  it('asks for the tags of the source once, and lets nobody replace the client’s id', () => {
    let asked = 0;
    const parts = makeKernelParts({
      sourceTags: () => {
        asked += 1;
        return { 'mlflow.user': 'me', note: 'source' };
      }
    });
    const run = parts.recorder.start({ tags: { note: 'own', 'autolog.clientRunId': 'forged' } });
    parts.recorder.start();
    assert.equal(asked, 1);
    assert.deepEqual(parts.journal.tags(run.id), {
      'mlflow.user': 'me',
      note: 'own',
      'autolog.clientRunId': run.id
    });
  });

  it('asks for the experiment with each run, since the notebook may move', () => {
    let name = 'before';
    const parts = makeKernelParts({ experimentName: () => name });
    parts.recorder.start();
    name = 'after';
    parts.recorder.start();
    assert.deepEqual(
      parts.journal.of('run').map(({ experiment }) => experiment),
      ['before', 'after']
    );
  });

  it('makes up a name where none is given', () => {
    const parts = makeKernelParts();
    assert.equal(parts.recorder.start({ name: 'mine' }).view.name, 'mine');
    assert.match(parts.recorder.start().view.name, /^[a-z]+-[a-z]+-\d{3}$/);
    assert.notEqual(makeRunName(), makeRunName());
  });

  it('shows a run at once, to the cell that made it', async () => {
    const parts = makeKernelParts();
    await turn();
    const cell = makeCell();
    parts.cells.enter(cell);
    const run = parts.recorder.start();
    assert.deepEqual(parts.began, [{ view: run.view, cell }]);
    assert.equal(parts.changes, 1);
  });

  it('ends what is left when the kernel ends: trainings as killed, runs of the user’s as finished', () => {
    const parts = makeKernelParts();
    const training = parts.trainings.begin('tfjs')!.run;
    const ended = parts.trainings.begin('tfjs')!;
    ended.end('FAILED', 'Error: mine');
    const own = parts.recorder.start();
    parts.recorder.close();
    parts.recorder.close();
    assert.deepEqual(
      parts.journal.of('end').map(({ run, status, reason }) => [run, status, reason]),
      [
        [ended.run.id, 'FAILED', 'Error: mine'],
        [training.id, 'KILLED', 'the kernel was shut down'],
        [own.id, 'FINISHED', null]
      ]
    );
  });

  it('writes the last cells when the kernel ends', async () => {
    const parts = makeKernelParts();
    await turn();
    parts.recorder.start();
    parts.cells.enter(makeCell({ source: 'the last' }));
    parts.recorder.close();
    assert.equal(parts.journal.of('cell').at(-1)?.source, 'the last');
  });
});
