import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { deadPid } from '../../kernel/shipper/kernel-stand-in.js';
import type { JournalRecord } from '../../../src/kernel/journal/records.js';
import type { Stage } from '../suite/stage.js';
import { Acknowledgements } from './acknowledgements.js';

/** A journal that a kernel left behind, as text that can be damaged before it is put in its place. */
export interface LeftJournal {
  readonly id: string;
  readonly records: readonly JournalRecord[];
  /** Its lines, each with its end. */
  readonly lines: readonly string[];
}

export interface LeftJournalOptions {
  readonly uri: string;
  /** Points of its only run. */
  readonly points: number;
  readonly version?: number;
}

let pid: number | null = null;

/** One run with a param and some points, that has ended. */
export function leftJournal({ uri, points, version = 1 }: LeftJournalOptions): LeftJournal {
  const [id, run, time] = [randomUUID(), randomUUID(), Date.now() - 60_000];
  pid ??= deadPid();
  const records: readonly JournalRecord[] = [
    {
      type: 'open',
      version: version as 1,
      journalId: id,
      kernelId: id,
      pid,
      host: os.hostname(),
      time,
      target: { kind: 'uri', uri },
      snapshotFile: null
    },
    {
      type: 'run',
      run,
      experiment: 'faults',
      name: 'left-behind',
      time,
      tags: {},
      executionCount: null
    },
    { type: 'params', run, params: { lr: '0.01' } },
    ...Array.from(
      { length: points },
      (_, step) =>
        ({
          type: 'metric',
          run,
          key: 'loss',
          value: 1 / (step + 1),
          step,
          time: time + step
        }) as const
    ),
    { type: 'end', run, status: 'FINISHED', time: time + points, reason: null }
  ];
  return { id, records, lines: records.map(record => `${JSON.stringify(record)}\n`) };
}

/** Puts `text` where the journal belongs. */
export function putJournal(stage: Stage, { id }: LeftJournal, text: string | Buffer): string {
  const folder = path.join(stage.home, 'journals', id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(folder, 'journal.jsonl'), text, { mode: 0o600 });
  return folder;
}

/** Acknowledges `records`, since whoever wrote them has got its calls back. */
export function acknowledge(stage: Stage, records: readonly JournalRecord[]): void {
  const file = new Acknowledgements(stage.acknowledgementFile());
  for (const record of records) {
    switch (record.type) {
      case 'run':
        file.add('run', record.run, '', 0, '', 0);
        break;
      case 'metric':
        file.add('metric', record.run, record.key, record.step, record.value, 0);
        break;
      case 'params':
        for (const [key, value] of Object.entries(record.params)) {
          file.add('param', record.run, key, 0, value, 0);
        }
        break;
      case 'end':
        file.add('end', record.run, '', 0, record.status, 0);
        break;
      default:
        // Nothing of that is in the journals that are made here.
        break;
    }
  }
  file.close();
}
