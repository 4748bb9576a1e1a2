import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { CellExecutions } from '../../../src/kernel/runs/cell-execution.js';
import { makeCell } from './kernel-parts.js';

/** Runs `body` as a host does: in a turn of its own. */
async function execute<T>(
  cells: CellExecutions,
  cell: ReturnType<typeof makeCell>,
  body: () => T
): Promise<Awaited<T>> {
  await turn();
  cells.enter(cell);
  return await body();
}

describe('Executions of cells', () => {
  it('are told apart where asynchronous cells overlap', async () => {
    const cells = new CellExecutions();
    const names = (): (string | null)[] => [cells.current?.cellId ?? null];
    const slow = async (): Promise<(string | null)[]> => {
      const before = names();
      await turn();
      await turn();
      return [...before, ...names()];
    };
    const results = await Promise.all(
      ['a', 'b', 'c'].map(cellId => execute(cells, makeCell({ cellId }), slow))
    );
    assert.deepEqual(results, [
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c']
    ]);
  });

  it('go on in timers and promises that outlive the cell', async () => {
    const cells = new CellExecutions();
    const cell = makeCell({ cellId: 'a' });
    let late: (value: unknown) => void = () => undefined;
    const seen = new Promise(resolve => {
      late = resolve;
    });
    await execute(cells, cell, () => {
      setTimeout(() => {
        late(cells.current);
      }, 1);
    });
    await execute(cells, makeCell({ cellId: 'b' }), () => undefined);
    assert.equal(await seen, cell);
  });

  it('are none outside a cell', async () => {
    const cells = new CellExecutions();
    await execute(cells, makeCell(), turn);
    assert.equal(cells.current, null);
  });

  it('are given out once, in order, and the ten thousand newest at most', async () => {
    const cells = new CellExecutions();
    await turn();
    for (let executionCount = 1; executionCount <= 3; executionCount += 1) {
      cells.enter(makeCell({ executionCount }));
    }
    const journal = {};
    const counts = (): number[] =>
      cells.takeHistory(journal).map(({ executionCount }) => executionCount);
    assert.deepEqual(counts(), [1, 2, 3]);
    assert.deepEqual(counts(), []);

    for (let executionCount = 1; executionCount <= 10_001; executionCount += 1) {
      cells.enter(makeCell({ executionCount }));
    }
    const kept = counts();
    assert.equal(kept.at(-1), 10_001);
    assert.ok(kept.length >= 5000 && kept.length <= 10_000);
  });

  it('are given out to each journal by itself', () => {
    const cells = new CellExecutions();
    const [first, second] = [{}, {}];
    const counts = (journal: object): number[] =>
      cells.takeHistory(journal).map(({ executionCount }) => executionCount);
    cells.enter(makeCell({ executionCount: 1 }));
    assert.deepEqual(counts(first), [1]);
    cells.enter(makeCell({ executionCount: 2 }));
    assert.deepEqual(counts(second), [1, 2]);
    assert.deepEqual(counts(first), [2]);
    assert.deepEqual(counts(second), []);
  });

  it('tell an interrupt to those who still listen', () => {
    const cells = new CellExecutions();
    const told: string[] = [];
    const forget = cells.onInterrupt(() => told.push('a'));
    cells.onInterrupt(() => {
      told.push('b');
      forget();
    });
    cells.interrupt();
    cells.interrupt();
    assert.deepEqual(told, ['a', 'b', 'b']);
  });
});
