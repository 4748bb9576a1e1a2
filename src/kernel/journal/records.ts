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
  | UntagRecord
  | DatasetRecord
  | TextRecord
  | FigureRecord
  | ArtifactRecord
  | ArtifactsRecord
  | TableRecord
  | ModelRecord
  | ResumeRecord
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
  /** Tells the process from a later one of the same number, as `ProcessIdentity` has it. */
  readonly process?: { readonly started: string | null; readonly boot: string | null };
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
  /** The experiment's name, made where there is none of that name. */
  readonly experiment: string;
  /** MLflow's id of the experiment, where it was chosen by that; then its name is only for people. */
  readonly experimentId?: string;
  /** The experiment isn't the notebook's own. */
  readonly isChosen?: boolean;
  readonly name: string;
  readonly time: number;
  readonly tags: Readonly<Record<string, string>>;
  /** The execution that made the run, or null outside any cell. */
  readonly executionCount: number | null;
  /** The run that it is nested in, recorded before it. */
  readonly parent?: string;
  /** MLflow's id of the run that it is nested in, where that is none of this journal. */
  readonly parentRunId?: string;
  /** MLflow's id of the run that it goes on with; of its own, a kernel resumes by a {@link ResumeRecord}. */
  readonly resumes?: string;
}

/** The hot one; built by hand in `metric-line.ts`. */
export interface MetricRecord {
  readonly type: 'metric';
  readonly run: string;
  readonly key: string;
  readonly value: MetricValue;
  readonly step: number;
  readonly time: number;
  /** MLflow's id of the logged model that it was measured of. */
  readonly modelId?: string;
  /** What it was measured on. */
  readonly dataset?: { readonly name: string; readonly digest: string };
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

/** A tag is taken away. */
export interface UntagRecord {
  readonly type: 'untag';
  readonly run: string;
  readonly key: string;
}

/** A dataset as MLflow's `log-inputs` takes it; `schema` and `profile` are JSON texts. */
export interface DatasetRecord {
  readonly type: 'dataset';
  readonly run: string;
  /** What it was used for, such as `train`, or empty. */
  readonly context: string;
  readonly name: string;
  /** At most 36 characters. */
  readonly digest: string;
  readonly schema: string;
  readonly profile: string;
  /** MLflow's kind of source and its JSON text. Default: the notebook, by the run's tags. */
  readonly source?: { readonly type: string; readonly text: string };
  readonly tags?: Readonly<Record<string, string>>;
}

/** A run artifact of text. */
export interface TextRecord {
  readonly type: 'text';
  readonly run: string;
  /** Below the run's artifact root, with `/` between folders. */
  readonly path: string;
  readonly text: string;
}

/** A figure that is drawn when it is delivered, without network and files. */
export interface FigureRecord {
  readonly type: 'figure';
  readonly run: string;
  /** Below the run's artifact root; ends in `.svg` or `.html`, as which it is drawn. */
  readonly path: string;
  readonly kind: 'vega-lite' | 'vega' | 'plotly';
  /** The specification, with all data in it. */
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What a file was like that is kept by a link: whoever writes into it changes what is kept. */
export interface LinkedFile {
  /** In bytes. */
  readonly size: number;
  /** When it was last written, in milliseconds since the epoch. */
  readonly modified: number;
}

/** A file as a run artifact. */
export interface ArtifactRecord {
  readonly type: 'artifact';
  readonly run: string;
  /** Below the run's artifact root. */
  readonly path: string;
  /** Relative to the journal's folder: `spool/<id>`. Removed once it is delivered. */
  readonly file: string;
  /** Where it is kept by a link. */
  readonly linked?: LinkedFile;
}

/** All files of a folder as run artifacts. */
export interface ArtifactsRecord {
  readonly type: 'artifacts';
  readonly run: string;
  /** The folder below the run's artifact root, or empty for the root. */
  readonly path: string;
  /** Relative to the journal's folder: `spool/<id>`. Its files are removed once they are delivered. */
  readonly folder: string;
  /** Those kept by a link, by their path in the folder. */
  readonly linked: Readonly<Record<string, LinkedFile>>;
}

/** Rows that are added to a table artifact, in the order of recording. */
export interface TableRecord {
  readonly type: 'table';
  readonly run: string;
  readonly path: string;
  readonly columns: readonly string[];
  /** The values of each row, in the order of `columns`. */
  readonly rows: readonly (readonly unknown[])[];
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
  /** Whether `input_example.json` among its files is an example of what it takes. */
  readonly hasInputExample?: boolean;
  /** The name to register it under, as a new version. */
  readonly registeredModelName?: string;
  /** The values that the model reached; sent with its id. NaN is left out. */
  readonly metrics: readonly {
    readonly key: string;
    readonly value: MetricValue;
    readonly step: number;
    readonly time: number;
  }[];
}

/** A run that had ended goes on. */
export interface ResumeRecord {
  readonly type: 'resume';
  readonly run: string;
  readonly time: number;
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
