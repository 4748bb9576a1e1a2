import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeKernelParts } from '../runs/kernel-parts.js';
import { FakeLookup, foundRun, nobody } from './fake-lookup.js';
import { anything, itRefuses } from './refused-call.js';

describe('mlflow.startRun with the id of a run of the server', () => {
  it('goes on with it: its name, start, experiment and params stay', () => {
    const lookup = new FakeLookup({ r1: foundRun() });
    const { mlflow, journal } = makeKernelParts({ lookup });
    const run = mlflow.startRun({ runId: 'r1', tags: { again: 1 }, description: 'more' });
    assert.deepEqual([run.runId, run.runName, run.startTime], ['r1', 'brave-finch', 1000]);
    const [record] = journal.of('run');
    assert.deepEqual(
      { ...record, run: '' },
      {
        ...{ type: 'run', run: '', experiment: 'flowers', experimentId: '7', isChosen: true },
        // Empty: the name that it has.
        ...{ name: '', time: 1000, executionCount: null, resumes: 'r1' },
        tags: { again: '1', 'mlflow.note.content': 'more' }
      }
    );
    mlflow.logParam('lr', 0.1);
    assert.throws(() => mlflow.logParam('lr', 0.2), /"lr" is "0\.1" in run brave-finch/);
  });

  it('gives it another name where one is named', () => {
    const { mlflow, journal } = makeKernelParts({ lookup: new FakeLookup({ r1: foundRun() }) });
    assert.equal(mlflow.startRun({ runId: 'r1', runName: 'new' }).runName, 'new');
    assert.equal(journal.of('run')[0]?.name, 'new');
  });

  it('leaves its parent alone inside another run', () => {
    const { mlflow, journal } = makeKernelParts({ lookup: new FakeLookup({ r1: foundRun() }) });
    mlflow.startRun();
    const inner = mlflow.startRun({ runId: 'r1', nested: true });
    assert.equal(mlflow.activeRun(), inner);
    const [, record] = journal.of('run');
    assert.deepEqual([record?.parent, record?.parentRunId], [undefined, undefined]);
  });

  it('goes on where the server can’t be asked, and lets the delivery find out', () => {
    const { mlflow, journal } = makeKernelParts({ lookup: nobody() });
    const run = mlflow.startRun({ runId: 'r1' });
    assert.equal(run.runId, 'r1');
    assert.equal(journal.of('run')[0]?.resumes, 'r1');
    assert.equal(journal.of('run')[0]?.name, '');
  });

  const lookup = new FakeLookup({ r1: foundRun(), gone: { state: 'deleted' } });
  itRefuses(
    [
      [
        'a run that is deleted',
        m => m.startRun({ runId: 'gone' }),
        /run gone, or its experiment, is deleted.*mlflow\.restoreRun\("gone"\)/
      ],
      [
        'a run that is not there',
        m => m.startRun({ runId: 'none' }),
        /has no run none.*mlflow\.searchRuns\(\) lists/
      ],
      [
        'an id that is none',
        m => m.startRun({ runId: 'a b' }),
        /runId is "a b".*MLflow's id, 32 hex digits, or a run's clientRunId/
      ],
      ['an empty id', m => m.startRun({ runId: '' }), /runId is ""/],
      ['a number', m => m.startRun({ runId: anything(5) }), /runId is 5/],
      [
        'another experiment for it',
        m => m.startRun({ runId: 'r1', experimentId: '7' }),
        /runId and experimentId.*stays where it is\. Leave experimentId out/
      ],
      [
        'another parent for it',
        m => m.startRun({ runId: 'r1', parentRunId: 'r1' }),
        /runId and parentRunId/
      ],
      ['bad tags for it', m => m.startRun({ runId: 'r1', tags: { 'a?': 1 } }), /holds "\?"/]
    ],
    { lookup }
  );
});

describe('MLFLOW_RUN_ID', () => {
  it('is gone on with by the first run, and by no other', () => {
    const environment = { MLFLOW_RUN_ID: 'r1' };
    const { mlflow, journal } = makeKernelParts({
      lookup: new FakeLookup({ r1: foundRun() }),
      environment
    });
    mlflow.logMetric('loss', 1);
    mlflow.endRun();
    mlflow.startRun();
    assert.deepEqual(
      journal.of('run').map(({ resumes }) => resumes),
      ['r1', undefined]
    );
    assert.deepEqual(environment, {});
  });

  it('waits where the program names a run itself, and counts for nothing where it is empty', () => {
    const environment = { MLFLOW_RUN_ID: 'r2' };
    const lookup = new FakeLookup({ r1: foundRun(), r2: foundRun({ runId: 'r2' }) });
    const { mlflow, journal } = makeKernelParts({ lookup, environment });
    mlflow.startRun({ runId: 'r1' });
    mlflow.endRun();
    mlflow.startRun();
    assert.deepEqual(
      journal.of('run').map(({ resumes }) => resumes),
      ['r1', 'r2']
    );
    const empty = makeKernelParts({ environment: { MLFLOW_RUN_ID: '' } });
    empty.mlflow.startRun();
    assert.equal(empty.journal.of('run')[0]?.resumes, undefined);
  });

  it('goes before the experiment that the program names, which it knows nothing of', () => {
    const { mlflow, journal } = makeKernelParts({
      lookup: new FakeLookup({ r1: foundRun() }),
      environment: { MLFLOW_RUN_ID: 'r1' }
    });
    mlflow.startRun({ experimentId: '9' });
    assert.equal(journal.of('run')[0]?.experimentId, '7');
  });
});

describe('mlflow.startRun with the id of a run of this program', () => {
  it('goes on with it without asking, by either id', () => {
    const lookup = new FakeLookup();
    const { mlflow, journal, delivery } = makeKernelParts({ lookup });
    const run = mlflow.startRun({ runName: 'mine' });
    mlflow.endRun('FAILED');
    assert.equal(mlflow.startRun({ runId: run.clientRunId }), run);
    assert.equal(run.status, 'RUNNING');
    mlflow.logMetric('loss', 1);
    mlflow.endRun();
    delivery.receive({ type: 'run', run: run.clientRunId, runId: 'f00', experimentId: '1' });
    assert.equal(mlflow.startRun({ runId: 'f00' }), run);
    assert.deepEqual(
      journal.records.map(({ type }) => type),
      ['run', 'end', 'resume', 'metric', 'end', 'resume']
    );
    assert.deepEqual(lookup.asked, []);
  });

  it('gives it another name and more tags where they are named', () => {
    const { mlflow, journal } = makeKernelParts();
    const run = mlflow.startRun({ runName: 'old' });
    mlflow.endRun();
    mlflow.startRun({ runId: run.clientRunId, runName: 'new', tags: { again: true } });
    assert.equal(run.runName, 'new');
    const tags = journal.tags();
    assert.deepEqual([tags['mlflow.runName'], tags['again']], ['new', 'true']);
  });

  it('makes it the last one again', () => {
    const { mlflow } = makeKernelParts();
    const first = mlflow.startRun();
    mlflow.endRun();
    mlflow.startRun();
    mlflow.endRun();
    mlflow.startRun({ runId: first.clientRunId });
    mlflow.endRun();
    assert.equal(mlflow.lastActiveRun(), first);
  });

  it('refuses one that has not ended', () => {
    const { mlflow, journal } = makeKernelParts();
    const run = mlflow.startRun({ runName: 'mine' });
    assert.throws(
      () => mlflow.startRun({ runId: run.clientRunId, nested: true }),
      /The run mine has not ended.*Log to it by its own methods/
    );
    assert.equal(journal.records.length, 1);
  });
});

describe('mlflow.startRun with a parent', () => {
  it('records a run of this program as the parent, also one that has ended', () => {
    const lookup = new FakeLookup();
    const { mlflow, journal } = makeKernelParts({ lookup });
    const parent = mlflow.startRun();
    mlflow.endRun();
    mlflow.startRun({ parentRunId: parent.clientRunId });
    assert.equal(journal.of('run')[1]?.parent, parent.clientRunId);
    assert.deepEqual(lookup.asked, []);
  });

  it('records another program’s run as the parent by MLflow’s id', () => {
    const { mlflow, journal } = makeKernelParts({ lookup: new FakeLookup({ r1: foundRun() }) });
    mlflow.startRun({ parentRunId: 'r1' });
    assert.equal(journal.of('run')[0]?.parentRunId, 'r1');
  });

  it('starts inside a run that is active, as the child of the parent', () => {
    const { mlflow, journal } = makeKernelParts({ lookup: nobody() });
    const outer = mlflow.startRun();
    mlflow.startRun({ parentRunId: 'r1' });
    assert.deepEqual(
      [journal.of('run')[1]?.parent, journal.of('run')[1]?.parentRunId],
      [undefined, 'r1']
    );
    mlflow.endRun();
    assert.equal(mlflow.activeRun(), outer);
  });

  itRefuses(
    [
      ['a deleted one', m => m.startRun({ parentRunId: 'gone' }), /is deleted: no such run can be/],
      ['one that is not there', m => m.startRun({ parentRunId: 'none' }), /has no run none/],
      ['an id that is none', m => m.startRun({ parentRunId: '../x' }), /parentRunId is "\.\.\/x"/]
    ],
    { lookup: new FakeLookup({ gone: { state: 'deleted' } }) }
  );
});

describe('mlflow.startRun with an experiment', () => {
  const active = { state: 'active', found: { id: '7', name: 'flowers' } } as const;

  it('records its id, and its name for people', () => {
    const { mlflow, journal, began } = makeKernelParts({
      lookup: new FakeLookup({}, { 7: active })
    });
    mlflow.startRun({ experimentId: '7' });
    mlflow.endRun();
    mlflow.startRun();
    const [there, here] = journal.of('run');
    assert.deepEqual([there?.experimentId, there?.isChosen], ['7', true]);
    assert.deepEqual([here?.experimentId, here?.experiment], [undefined, 'iris']);
    assert.equal(began[0]?.view.experiment, 'flowers');
  });

  it('goes on where the server can’t be asked', () => {
    const { mlflow, journal } = makeKernelParts({ lookup: nobody() });
    mlflow.startRun({ experimentId: '9' });
    assert.equal(journal.of('run')[0]?.experimentId, '9');
  });

  itRefuses(
    [
      [
        'a deleted one',
        m => m.startRun({ experimentId: '8' }),
        /experiment 8 is deleted\. Restore it with mlflow\.restoreExperiment\("8"\)/
      ],
      [
        'one that is not there',
        m => m.startRun({ experimentId: '9' }),
        /has no experiment 9\. mlflow\.searchExperiments\(\) lists/
      ],
      ['a name', m => m.startRun({ experimentId: 'my flowers' }), /Its name goes to mlflow\.set/],
      ['a number', m => m.startRun({ experimentId: anything(7) }), /experimentId must be a string/]
    ],
    { lookup: new FakeLookup({}, { 8: { state: 'deleted' } }) }
  );

  itRefuses([
    [
      'system metrics that are neither on nor off',
      m => m.startRun({ logSystemMetrics: anything('yes') }),
      /logSystemMetrics must be true or false, but was given "yes"/
    ]
  ]);
});
