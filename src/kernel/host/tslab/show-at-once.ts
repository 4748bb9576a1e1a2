import type { CellExecution } from '../../runs/cell-execution.js';
import type { Publisher, WriteDisplayData } from './tslab-modules.js';

/**
 * Shows outputs by `write`, which sends them on `publisher`.
 *
 * A socket of zeromq.js sends 512 messages within one turn of the event loop and refuses the next
 * ones, tslab's own that says that a cell is over among them: a cell that never yields would never
 * end for the front end. So what is ours does not count: with a time limit of 0 a socket sends at
 * once, as a publisher does in any case, and keeps no account.
 */
export function showAtOnce(
  write: WriteDisplayData,
  publisher: Publisher | undefined
): CellExecution['show'] {
  return (data, displayId, replace) => {
    const content = { data, metadata: {}, transient: { display_id: displayId } };
    if (publisher === undefined) {
      write(content, replace);
      return;
    }
    const { sendTimeout } = publisher;
    publisher.sendTimeout = 0;
    try {
      write(content, replace);
    } finally {
      publisher.sendTimeout = sendTimeout;
    }
  };
}
