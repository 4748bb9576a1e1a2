import type { CellRecord } from '../../journal/records.js';

const CELL_ID = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * The text of a notebook (nbformat 4.5) that holds `cells` as they ran, in that order. A
 * cell that ran twice stands there twice.
 */
export function executedNotebook(cells: readonly CellRecord[]): string {
  const usedIds = new Set<string>();
  const notebook = {
    cells: cells.map((cell, index) => ({
      cell_type: 'code',
      id: uniqueId(cell.cellId, index, usedIds),
      metadata: { execution: { 'iopub.execute_input': new Date(cell.time).toISOString() } },
      execution_count: cell.executionCount,
      source: cell.source,
      outputs: []
    })),
    metadata: {
      kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' },
      language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/typescript' }
    },
    nbformat: 4,
    nbformat_minor: 5
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

function uniqueId(cellId: string | null, index: number, usedIds: Set<string>): string {
  const id =
    cellId !== null && CELL_ID.test(cellId) && !usedIds.has(cellId) ? cellId : `run-${index}`;
  usedIds.add(id);
  return id;
}
