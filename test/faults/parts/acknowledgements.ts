import { closeSync, openSync, writeSync } from 'node:fs';

export type AcknowledgedKind = 'run' | 'metric' | 'param' | 'tag' | 'text' | 'file' | 'end';

/**
 * The file in which a program that logs says which of its calls have returned, apart from all
 * that is tested: one `write` on a descriptor of its own for each, before the next call.
 * `count.py` reads it.
 */
export class Acknowledgements {
  constructor(file: string) {
    this._file = openSync(file, 'a');
  }

  /** `delay` is how long the call took, in milliseconds. */
  add(
    kind: AcknowledgedKind,
    run: string,
    key: string,
    step: number,
    value: string | number,
    delay: number
  ): void {
    writeSync(this._file, `${JSON.stringify([kind, run, key, step, plain(value), delay])}\n`);
  }

  close(): void {
    closeSync(this._file);
  }

  private readonly _file: number;
}

/** JSON has no NaN and no infinities. */
function plain(value: string | number): string | number {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
