import { elapsed } from './elapsed.mjs';

const REDRAW = 200;
const HEARTBEAT = 30_000;

/** Width of a line in a log, where nobody cuts it. */
const LOG_WIDTH = 110;

/**
 * Tells how far a row of steps is. On a terminal the step at work has one line that
 * shows its time and the last thing it said; elsewhere (a log, CI) each step has a line
 * at its start and its end, and one every half minute between.
 */
export class Steps {
  constructor(total, out = process.stdout) {
    this._total = total;
    this._out = out;
    this._number = 0;
  }

  /**
   * Runs `work(note)` as the next step; `note(text)` shows what it is doing now. What it
   * resolves to ends the step's line: `up to date`, `installed`.
   */
  async run(title, work) {
    this._number += 1;
    const head = `[${this._number}/${this._total}] ${title}`;
    const line = new StepLine(head, this._out);
    try {
      line.end(await work(text => line.note(text)));
    } catch (error) {
      line.end('not finished');
      throw error;
    }
  }
}

class StepLine {
  constructor(head, out) {
    this._head = head;
    this._out = out;
    this._start = Date.now();
    this._note = '';
    this._said = false;
    this._timer = setInterval(() => this._show(), out.isTTY ? REDRAW : HEARTBEAT);
    this._timer.unref();
  }

  note(text) {
    const first = !this._said;
    this._note = text;
    this._said = true;
    if (first || this._out.isTTY) {
      this._show();
    }
  }

  end(result) {
    clearInterval(this._timer);
    const span = Date.now() - this._start;
    const time = this._said ? ` (${elapsed(span)})` : '';
    this._out.write(`${this._clear()}${this._head}: ${result}${time}\n`);
  }

  _show() {
    const time = elapsed(Date.now() - this._start);
    const width = this._out.isTTY ? (this._out.columns || 80) - 1 : LOG_WIDTH;
    const text = `${this._head}: ${time}  ${this._note}`.slice(0, width);
    this._out.write(this._out.isTTY ? `${this._clear()}${text}` : `${text}\n`);
  }

  _clear() {
    return this._out.isTTY ? '\r\u001b[2K' : '';
  }
}
