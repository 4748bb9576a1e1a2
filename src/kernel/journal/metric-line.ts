/** Forget the prefixes of a run that logs under ever new keys, before they fill the memory. */
const MOST_KEYS_OF_A_RUN = 2000;
const LARGEST = Number.MAX_SAFE_INTEGER;

/**
 * Builds the journal's lines of metrics. `JSON.stringify` of a whole record costs several
 * times as much, and this is the one thing that happens at each step of a training loop.
 */
export class MetricLines {
  /** The line, with its end. A step or time that JSON or MLflow can't hold is cut to one it can. */
  line(run: string, key: string, value: number, step: number, time: number): string {
    return `${this._prefix(run, key)}${jsonNumber(value)},"step":${integer(step)},"time":${integer(time)}}\n`;
  }

  /** Frees what is kept for a run that has ended; it may still log. */
  forget(run: string): void {
    this._prefixes.delete(run);
  }

  private _prefix(run: string, key: string): string {
    let ofRun = this._prefixes.get(run);
    if (ofRun === undefined || ofRun.size >= MOST_KEYS_OF_A_RUN) {
      ofRun = new Map();
      this._prefixes.set(run, ofRun);
    }
    let prefix = ofRun.get(key);
    if (prefix === undefined) {
      prefix = `{"type":"metric","run":${JSON.stringify(run)},"key":${JSON.stringify(key)},"value":`;
      ofRun.set(key, prefix);
    }
    return prefix;
  }

  private readonly _prefixes = new Map<string, Map<string, string>>();
}

function jsonNumber(value: number): string {
  if (Number.isFinite(value)) {
    return String(value);
  }
  if (value === Infinity || value === -Infinity) {
    return value > 0 ? '"Infinity"' : '"-Infinity"';
  }
  return '"NaN"';
}

function integer(value: number): string {
  if (Number.isSafeInteger(value)) {
    return String(value);
  }
  const whole = Math.trunc(Math.max(-LARGEST, Math.min(LARGEST, value)));
  return Number.isNaN(whole) ? '0' : String(whole);
}
