import type { MetricValue, RunStatus } from '../../protocol/index.js';
import type { TrackingTarget } from '../config/kernel-config.js';

/**
 * The journal: an append-only file of JSON objects, one a line, one file per kernel
 * life, `<AUTOLOG_HOME>/journals/<journalId>/journal.jsonl` in a folder of mode 0700.
 * The first line is an {@link OpenRecord}. A torn last line is dropped, any other bad
 * line is skipped and counted. `run` is always the client's id of a run (a UUID),
 * times are milliseconds since the epoch. Files that records name lie in the same folder
 * below `spool/` and are complete before the record is written.
 */
export type JournalRecord =
  | OpenRecord
  | CellRecord
  | RunRecord
  | MetricRecord
  | ParamsRecord
  | TagsRecord
  | DatasetRecord
  | TextRecord
  | ModelRecord
  | EndRecord
  | FlushRecord
  | CloseRecord;

export const JOURNAL_VERSION = 1;

export interface OpenRecord {
  readonly type: 'open';
  readonly version: typeof JOURNAL_VERSION;
  readonly journalId: string;
  readonly kernelId: string;
  readonly pid: number;
  readonly host: string;
  readonly time: number;
  readonly target: TrackingTarget;
  readonly snapshotFile: string | null;
}

/** A cell that began to run. Cells before the first run are written with it. */
export interface CellRecord {
  readonly type: 'cell';
  readonly cellId: string | null;
  readonly executionCount: number;
  readonly source: string;
  readonly time: number;
}

export interface RunRecord {
  readonly type: 'run';
  readonly run: string;
  readonly experiment: string;
  readonly name: string;
  readonly time: number;
  readonly tags: Readonly<Record<string, string>>;
  /** The execution that made the run, or null outside any cell. */
  readonly executionCount: number | null;
  /** The run that it is nested in, recorded before it. */
  readonly parent?: string;
}

/** The hot one; built by hand in `metric-line.ts`. */
export interface MetricRecord {
  readonly type: 'metric';
  readonly run: string;
  readonly key: string;
  readonly value: MetricValue;
  readonly step: number;
  readonly time: number;
}

export interface ParamsRecord {
  readonly type: 'params';
  readonly run: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface TagsRecord {
  readonly type: 'tags';
  readonly run: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A dataset as MLflow's `log-inputs` takes it; `schema` and `profile` are JSON texts. */
export interface DatasetRecord {
  readonly type: 'dataset';
  readonly run: string;
  readonly context: 'train' | 'eval';
  readonly name: string;
  /** At most 36 characters. */
  readonly digest: string;
  readonly schema: string;
  readonly profile: string;
}

/** A run artifact of text. */
export interface TextRecord {
  readonly type: 'text';
  readonly run: string;
  /** Below the run's artifact root, with `/` between folders. */
  readonly path: string;
  readonly text: string;
}

/** A model whose files lie in `folder`, except MLmodel, which the shipper completes. */
export interface ModelRecord {
  readonly type: 'model';
  readonly run: string;
  /** The client's id of the model, a UUID; kept as the model's tag `autolog.clientModelId`. */
  readonly model: string;
  readonly name: string;
  readonly step: number;
  readonly time: number;
  /** Relative to the journal's folder: `spool/<model>`. Every file below it is uploaded. */
  readonly folder: string;
  /** The entries of `flavors` in MLmodel. */
  readonly flavors: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** MLflow's JSON texts, or null where the shapes aren't known. */
  readonly signature: { readonly inputs: string; readonly outputs: string } | null;
  readonly params: Readonly<Record<string, string>>;
  /** The values that the model reached; sent with its id. NaN is left out. */
  readonly metrics: readonly {
    readonly key: string;
    readonly value: MetricValue;
    readonly step: number;
    readonly time: number;
  }[];
}

export interface EndRecord {
  readonly type: 'end';
  readonly run: string;
  readonly status: Exclude<RunStatus, 'RUNNING'>;
  readonly time: number;
  /** Why it failed, kept as the run's tag `autolog.reason`, or null. */
  readonly reason: string | null;
}

/** Somebody waits until all that stands before it is delivered. */
export interface FlushRecord {
  readonly type: 'flush';
  readonly time: number;
}

/** The kernel ended in good order; without it, runs left open are FAILED. */
export interface CloseRecord {
  readonly type: 'close';
  readonly time: number;
}
