import { Socket } from 'node:net';
import type { ShipperMessage } from './messages.js';

/** Tells the kernel what happens. */
export interface Reporter {
  /** False where the kernel doesn't read at present: news that still counts then is to be told again. */
  send(message: ShipperMessage): boolean;
}

/** Nobody to tell. */
export const silentReporter: Reporter = { send: () => true };

/** More is not kept for a kernel that doesn't read, as in a long synchronous training. */
const MOST_UNREAD = 4 * 1024 * 1024;

/**
 * Writes messages to standard output, one JSON object a line. Never blocks, as
 * `process.stdout` would on a pipe that is full, and never throws: a kernel that is gone
 * needs no messages.
 */
export class KernelReporter implements Reporter {
  constructor() {
    try {
      this._output = new Socket({ fd: 1, readable: false, writable: true });
    } catch {
      // A file or a terminal: never full, so the ordinary stream will do.
      this._output = process.stdout;
    }
    this._output.on('error', () => {
      this._isGone = true;
    });
  }

  send(message: ShipperMessage): boolean {
    if (this._isGone) {
      return true;
    }
    // Old progress is of no use behind newer one, and of all messages the most frequent.
    const isBacklogged =
      this._output.writableLength > (message.type === 'progress' ? 0 : MOST_UNREAD);
    if (!isBacklogged) {
      this._output.write(`${JSON.stringify(message)}\n`);
    }
    return !isBacklogged;
  }

  private readonly _output: Socket | NodeJS.WriteStream;
  private _isGone = false;
}
