import path from 'node:path';
import type { Journal } from '../../../src/kernel/journal/journal.js';
import type { RecordedRun } from '../../../src/kernel/runs/recorded-run.js';
import type { Recorder } from '../../../src/kernel/runs/recorder.js';
import type { AcknowledgedKind, Acknowledgements } from './acknowledgements.js';

interface Parts {
  readonly recorder: Recorder;
  readonly journal: Journal;
  readonly acknowledgements: Acknowledgements;
}

/**
 * A run whose every logging call is acknowledged once it has returned. While the journal is in
 * trouble, which people are told, nothing is acknowledged.
 */
export class AcknowledgedRun {
  static start(parts: Parts): AcknowledgedRun {
    const begin = now();
    const run = parts.recorder.start();
    const acknowledged = new AcknowledgedRun(run, parts);
    acknowledged._acknowledge(begin, 'run', '', 0, '');
    return acknowledged;
  }

  metric(key: string, value: number, step: number): void {
    const begin = now();
    this._run.logMetric(key, value, step);
    this._acknowledge(begin, 'metric', key, step, value);
  }

  param(key: string, value: string): void {
    const begin = now();
    this._run.logParams({ [key]: value });
    this._acknowledge(begin, 'param', key, 0, value);
  }

  tag(key: string, value: string): void {
    const begin = now();
    this._run.setTags({ [key]: value });
    this._acknowledge(begin, 'tag', key, 0, value);
  }

  text(path: string, text: string): void {
    const begin = now();
    this._run.logText(path, text);
    this._acknowledge(begin, 'text', path, 0, text);
  }

  /** `sources` are the digests of files of the folder `root`, by their paths in it. */
  files(root: string, sources: ReadonlyMap<string, string>): void {
    const begin = now();
    const names = [...sources.keys()];
    this._run.logFiles('', new Map(names.map(name => [name, path.join(root, name)])));
    for (const [name, digest] of sources) {
      this._acknowledge(begin, 'file', name, 0, digest);
    }
  }

  end(): void {
    const begin = now();
    this._run.end('FINISHED', null);
    this._acknowledge(begin, 'end', '', 0, 'FINISHED');
  }

  private constructor(
    private readonly _run: RecordedRun,
    private readonly _parts: Parts
  ) {}

  private _acknowledge(
    begin: number,
    kind: AcknowledgedKind,
    key: string,
    step: number,
    value: string | number
  ): void {
    const delay = now() - begin;
    const { journal, acknowledgements } = this._parts;
    if (journal.trouble === null) {
      acknowledgements.add(kind, this._run.id, key, step, value, delay);
    }
  }
}

/** Milliseconds by a clock that no fault changes. */
function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
