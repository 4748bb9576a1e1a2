import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CellRecord } from '../../../src/kernel/journal/records.js';
import { CellHistory } from '../../../src/kernel/shipper/reading/cell-history.js';
import { executedNotebook } from '../../../src/kernel/shipper/errands/executed-notebook.js';

function cell(executionCount: number, cellId: string | null): CellRecord {
  return { type: 'cell', cellId, executionCount, source: `run(${executionCount})`, time: 0 };
}

describe('the notebook of executed cells', () => {
  it('goes up to the cell that made the run', () => {
    const history = new CellHistory();
    [1, 2, 3].forEach(count => {
      history.add(cell(count, null));
    });
    const counts = (upTo: number | null): number[] =>
      history.upTo(upTo).map(one => one.executionCount);
    assert.deepEqual(counts(2), [1, 2]);
    assert.deepEqual(counts(null), [1, 2, 3], 'a run outside any cell');
    assert.deepEqual(counts(9), [1, 2, 3], 'a cell that was not recorded');
  });

  it('has an id of its own for each cell, also for one that ran twice', () => {
    const cells = [cell(1, 'a'), cell(2, 'a'), cell(3, null), cell(4, 'not an id'), cell(5, 'b')];
    const notebook = JSON.parse(executedNotebook(cells)) as { cells: { id: string }[] };
    const ids = notebook.cells.map(({ id }) => id);
    assert.equal(new Set(ids).size, cells.length);
    assert.ok(ids.every(id => /^[a-zA-Z0-9_-]{1,64}$/.test(id)));
    assert.equal(ids[0], 'a');
    assert.equal(ids[4], 'b');
  });
});
