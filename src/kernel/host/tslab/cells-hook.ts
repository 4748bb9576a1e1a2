import type { Faults } from '../../patch/faults.js';
import type { CellExecution, CellExecutions } from '../../runs/cell-execution.js';
import type { ExecuteRequest, JupyterModule, WriteDisplayData } from './tslab-modules.js';

export interface CellsOptions {
  readonly cells: CellExecutions;
  readonly faults: Faults;
  /** The cell's execution is over; its reply has not been sent yet. */
  ended(cell: CellExecution): void;
}

/**
 * Tells which cell runs. The request's message carries the cell's id, and the handler
 * below it the writer of that cell's outputs; the request itself links the two,
 * because a queue lies between them.
 */
export function hookCells(module: JupyterModule, options: CellsOptions): void {
  const { cells, faults, ended } = options;
  const cellIds = new WeakMap<ExecuteRequest, string>();

  const server = module.ZmqServer.prototype;
  const handleExecute = server.handleExecute;
  server.handleExecute = function (socket, message) {
    const cellId = message.metadata?.cellId;
    if (typeof cellId === 'string') {
      cellIds.set(message.content, cellId);
    }
    return handleExecute.call(this, socket, message);
  };

  const handler = module.JupyterHandlerImpl.prototype;
  const handleExecuteImpl = handler.handleExecuteImpl;
  handler.handleExecuteImpl = async function (request, writeStream, writeDisplayData) {
    const cell: CellExecution = {
      cellId: cellIds.get(request) ?? null,
      executionCount: this.execCount + 1,
      source: request.code,
      time: Date.now(),
      show: makeShow(writeDisplayData)
    };
    try {
      return await cells.run(cell, () =>
        handleExecuteImpl.call(this, request, writeStream, writeDisplayData)
      );
    } finally {
      faults.guard('ending a cell', () => {
        ended(cell);
      });
    }
  };
}

function makeShow(write: WriteDisplayData): CellExecution['show'] {
  return (data, displayId, replace) => {
    write({ data, metadata: {}, transient: { display_id: displayId } }, replace);
  };
}
