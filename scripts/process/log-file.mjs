import fs from 'node:fs';
import path from 'node:path';
import { STATE } from '../checkout.mjs';

/** How much of a log's end is searched for the cause of a failure, in characters. */
const TAIL = 64 * 1024;

/** A file below .setup/ that takes what a step's programs say; made anew for each run of the step. */
export class LogFile {
  constructor(name) {
    this.file = path.join(STATE, `${name}.log`);
    this._tail = '';
    fs.mkdirSync(STATE, { recursive: true });
    fs.writeFileSync(this.file, '', { mode: 0o600 });
  }

  write(text) {
    this._tail = (this._tail + text).slice(-TAIL);
    try {
      fs.appendFileSync(this.file, text);
    } catch {
      // A full disk: the tail in memory still tells the cause.
    }
  }

  /** The end of what was written. */
  get tail() {
    return this._tail;
  }
}
