import { LiveRuns } from '../../src/lab/live-runs/live-runs.js';
import type { RunCard } from '../../src/protocol/index.js';
import { FakeNotebook, FakeNotebooks } from './fakes/notebooks.js';
import { card, toldRun } from './fakes/runs.js';

describe('LiveRuns', () => {
  let notebooks: FakeNotebooks;
  let live: LiveRuns;
  let changes: RunCard[];

  beforeEach(() => {
    notebooks = new FakeNotebooks();
    live = new LiveRuns(notebooks);
    changes = [];
    live.changed.connect((_, changed) => changes.push(changed));
  });

  it('knows nothing of a card that was only saved', () => {
    expect(live.newest(card())).toBeNull();
    expect(live.isLive(card())).toBe(false);
  });

  it('keeps the newest card of an execution', () => {
    const newer = card({ runs: [toldRun('run', { status: 'FINISHED' })] });
    notebooks.send(card());
    notebooks.send(newer);
    expect(live.newest(card())).toBe(newer);
    expect(live.cardsOf(notebooks.current as FakeNotebook)).toEqual([newer]);
    expect(changes).toHaveLength(2);
  });

  it('says that cards are no longer live when their kernel has ended', () => {
    const other = card({ kernelId: 'other' });
    notebooks.send(card());
    notebooks.send(other);
    changes.length = 0;
    notebooks.kernelEnded.emit({ kernelId: 'kernel' });
    expect(live.isLive(card())).toBe(false);
    expect(live.isLive(other)).toBe(true);
    expect(changes).toEqual([card()]);
  });

  it('does not emit again for a kernel that has ended already', () => {
    notebooks.send(card());
    notebooks.kernelEnded.emit({ kernelId: 'kernel' });
    changes.length = 0;
    notebooks.kernelEnded.emit({ kernelId: 'kernel' });
    expect(changes).toEqual([]);
  });

  it('finds a run by either of its ids', () => {
    const summary = toldRun('client', { runId: 'server' });
    notebooks.send(card({ runs: [summary] }));
    expect(live.summaryOf({ clientRunId: 'client', runId: null })).toEqual({
      summary,
      isLive: true
    });
    expect(live.summaryOf({ clientRunId: null, runId: 'server' })).toEqual({
      summary,
      isLive: true
    });
    expect(live.summaryOf({ clientRunId: null, runId: 'else' })).toBeNull();
  });

  it('keeps the last 50 cards of each notebook', () => {
    const first = notebooks.current as FakeNotebook;
    for (let count = 1; count <= 51; count++) {
      notebooks.send(card({ executionCount: count }));
    }
    expect(live.cardsOf(first)).toHaveLength(50);
    expect(live.newest(card({ executionCount: 1 }))).toBeNull();
    notebooks.show(new FakeNotebook('other.ipynb'));
    notebooks.send(card({ executionCount: 99 }));
    expect(live.cardsOf(first)).toHaveLength(50);
  });
});
