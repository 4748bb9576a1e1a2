import type { Faults } from '../../patch/faults.js';
import type { CellExecution, MimeBundle } from '../../runs/cell-execution.js';
import type { Publisher, WriteDisplayData } from './tslab-modules.js';

/** What is to be sent: a first display, or one that replaces it. */
interface Output {
  readonly data: MimeBundle;
  readonly displayId: string;
  readonly replace: boolean;
}

/**
 * Shows outputs by `write`, which sends them on `publisher`.
 *
 * A socket of zeromq.js delays every 513th message until the event loop's next turn, and refuses
 * all that come before it is gone, tslab's own that says that a cell is over among them: a cell that
 * never yields would never end for the front end. So what is ours does not count: with a time limit
 * of 0 a socket sends at once, as a publisher does in any case, and keeps no account. While a message
 * of tslab's is delayed, the newest of ours under each display id waits for the next turn.
 */
export function showAtOnce(
  write: WriteDisplayData,
  publisher: Publisher | undefined,
  faults: Faults
): CellExecution['show'] {
  const waiting = new Map<string, Output>();

  const show = (output: Output): void => {
    const { displayId } = output;
    const replace = waiting.get(displayId)?.replace ?? output.replace;
    waiting.delete(displayId);
    if (!send({ ...output, replace }, write, publisher)) {
      waiting.set(displayId, { ...output, replace });
    }
  };
  const later = (): void => {
    faults.guard('showing a card', () => {
      [...waiting.values()].forEach(show);
    });
    if (waiting.size > 0) {
      setImmediate(later);
    }
  };

  return (data, displayId, replace) => {
    const isAwaited = waiting.size > 0;
    show({ data, displayId, replace });
    if (!isAwaited && waiting.size > 0) {
      setImmediate(later);
    }
  };
}

/** Whether it was sent; `false` when the socket takes none before the next turn. */
function send(
  { data, displayId, replace }: Output,
  write: WriteDisplayData,
  publisher: Publisher | undefined
): boolean {
  const content = { data, metadata: {}, transient: { display_id: displayId } };
  if (publisher === undefined) {
    write(content, replace);
    return true;
  }
  const { sendTimeout } = publisher;
  publisher.sendTimeout = 0;
  try {
    write(content, replace);
    return true;
  } catch (error) {
    if (isBusy(error)) {
      return false;
    }
    throw error;
  } finally {
    publisher.sendTimeout = sendTimeout;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EBUSY';
}
