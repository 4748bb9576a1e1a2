import type { RecordedRun } from './recorded-run.js';

/**
 * The runs that the user started by hand, innermost last, and whether they are
 * autologged: only after the user called `mlflow.autolog()`.
 */
export class ActiveRuns {
  private readonly _stack: RecordedRun[] = [];
  /** Whether trainings inside the user's own runs are logged into them. */
  autologUserRuns = false;
  /** False after `mlflow.autolog({ disable: true })`. */
  autologEnabled = true;

  get current(): RecordedRun | null {
    return this._stack.at(-1) ?? null;
  }

  push(run: RecordedRun): void {
    this._stack.push(run);
  }

  /** Takes the innermost run off, or null when there is none. */
  pop(): RecordedRun | null {
    return this._stack.pop() ?? null;
  }
}
