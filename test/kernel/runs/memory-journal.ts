import { readFileSync } from 'node:fs';
import type { JournalRecord } from '../../../src/kernel/journal/records.js';
import type { RunJournal } from '../../../src/kernel/runs/recorded-run.js';
import { encodeMetricValue } from '../../../src/protocol/index.js';

type RecordOf<T extends JournalRecord['type']> = Extract<JournalRecord, { type: T }>;

/** A journal that keeps its records, for tests. */
export class MemoryJournal implements RunJournal {
  readonly records: JournalRecord[] = [];
  /** Files of models by `<model>/<name>`. */
  readonly spool = new Map<string, Uint8Array>();
  /** While set, files are written only when it is fulfilled; to false, they are not. */
  spooling: Promise<boolean> = Promise.resolve(true);

  bytes = 0;

  append(record: JournalRecord): boolean {
    // As on disk: what changes later was not written.
    const line = JSON.stringify(record);
    this.records.push(JSON.parse(line) as JournalRecord);
    this.bytes += line.length + 1;
    return true;
  }

  appendMetric(run: string, key: string, value: number, step: number, time: number): void {
    this.append({ type: 'metric', run, key, value: encodeMetricValue(value), step, time });
  }

  together(write: () => void): void {
    write();
  }

  async spoolFile(model: string, name: string, bytes: Uint8Array): Promise<boolean> {
    const isWritten = await this.spooling;
    if (isWritten) {
      this.spool.set(`${model}/${name}`, Uint8Array.from(bytes));
    }
    return isWritten;
  }

  /** Kept bytes by the entry's id. */
  readonly kept = new Map<string, Uint8Array>();

  keepBytes(id: string, bytes: Uint8Array): void {
    this.kept.set(id, Uint8Array.from(bytes));
  }

  keepFile(id: string, name: string | null, source: string): null {
    this.kept.set(name === null ? id : `${id}/${name}`, readFileSync(source));
    return null;
  }

  dropKept(id: string): void {
    for (const key of [...this.kept.keys()].filter(one => one === id || one.startsWith(`${id}/`))) {
      this.kept.delete(key);
    }
  }

  clear(): void {
    this.records.length = 0;
    this.spool.clear();
    this.spooling = Promise.resolve(true);
  }

  /** The records of one type, oldest first; of one run where it is named. */
  of<T extends JournalRecord['type']>(type: T, run?: string): RecordOf<T>[] {
    return this.records.filter(
      (record): record is RecordOf<T> =>
        record.type === type && (run === undefined || !('run' in record) || record.run === run)
    );
  }

  /** All params of a run, or of the only one. */
  params(run?: string): Record<string, string> {
    return Object.assign({}, ...this.of('params', run).map(({ params }) => params)) as Record<
      string,
      string
    >;
  }

  /** All tags of a run, or of the only one. */
  tags(run?: string): Record<string, string> {
    const first = this.of('run', run).map(({ tags }) => tags);
    const later = this.of('tags', run).map(({ tags }) => tags);
    return Object.assign({}, ...first, ...later) as Record<string, string>;
  }

  /** Values of a metric in the order of logging, as `[step, value]`. */
  metric(key: string, run?: string): (readonly [number, number])[] {
    return this.of('metric', run)
      .filter(record => record.key === key)
      .map(({ step, value }) => [step, Number(value)] as const);
  }
}
