import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Notes } from '../../../src/kernel/runs/notes.js';
import { RunView } from '../../../src/kernel/runs/run-view.js';
import { RunViews } from '../../../src/kernel/runs/run-views.js';

function view(id: string, experiment = 'iris'): RunView {
  return new RunView(id, `run ${id}`, experiment, 1000);
}

describe('The view of a run', () => {
  it('sums up what there is to see', () => {
    const run = view('a');
    run.progress = { unit: 'epoch', done: 1, total: 3 };
    run.addMetric('loss', 0, 0.5);
    run.addMetric('loss', 1, 0.25);
    assert.deepEqual(run.summary, {
      clientRunId: 'a',
      runId: null,
      name: 'run a',
      status: 'RUNNING',
      startTime: 1000,
      endTime: null,
      progress: { unit: 'epoch', done: 1, total: 3 },
      metrics: [
        {
          key: 'loss',
          last: 0.25,
          lastStep: 1,
          min: 0.25,
          max: 0.5,
          curve: [
            [0, 0.5],
            [1, 0.25]
          ]
        }
      ],
      reason: null
    });
  });

  it('shows the first eight metrics', () => {
    const run = view('a');
    for (let index = 0; index < 9; index += 1) {
      run.addMetric(`metric ${index}`, 0, index);
    }
    assert.deepEqual(
      run.summary.metrics.map(({ key }) => key),
      [0, 1, 2, 3, 4, 5, 6, 7].map(index => `metric ${index}`)
    );
  });
});

describe('The views of runs', () => {
  it('take over the ids that the server gave, and keep them', () => {
    const views = new RunViews();
    const [a, b] = [view('a'), view('b')];
    views.add(a);
    views.add(b);
    views.update(id => (id === 'a' ? 'server-a' : null));
    views.update(() => 'other');
    assert.deepEqual([a.runId, b.runId], ['server-a', 'other']);
  });

  it('know an experiment’s id from any of its runs', () => {
    const views = new RunViews();
    views.add(view('a'));
    views.add(view('b'));
    views.add(view('c', 'other'));
    const ids: Record<string, string> = { b: '7', c: '8' };
    const learned = (id: string): string | null => ids[id] ?? null;
    assert.equal(views.experimentId('iris', learned), '7');
    assert.equal(views.experimentId('other', learned), '8');
    assert.equal(views.experimentId('none', learned), null);
  });

  it('follow the newest thousand', () => {
    const views = new RunViews();
    const runs = Array.from({ length: 1001 }, (_, index) => view(String(index)));
    runs.forEach(run => views.add(run));
    views.update(id => id);
    assert.deepEqual([runs[0]!.runId, runs[1]!.runId, runs[1000]!.runId], [null, '1', '1000']);
  });
});

describe('Notes', () => {
  it('are told once each, and the first twenty only', () => {
    let changes = 0;
    const notes = new Notes(() => {
      changes += 1;
    });
    for (let index = 0; index < 25; index += 1) {
      notes.tell(`note ${index}`);
      notes.tell(`note ${index}`);
    }
    assert.equal(notes.texts.length, 20);
    assert.equal(changes, 20);
    assert.equal(notes.texts[0], 'note 0');
  });
});
