import type { Progress } from '../../protocol/index.js';
import type {
  DatasetRecord,
  EndRecord,
  FigureRecord,
  JournalRecord,
  MetricRecord,
  ModelRecord,
  TableRecord
} from '../journal/records.js';
import { encodeMetricValue } from '../../protocol/index.js';
import {
  keepAllBytes,
  keepFolder,
  keepOneFile,
  type BytesArtifact,
  type FileKeeper
} from './artifact-records.js';
import type { RunView } from './run-view.js';

/** What a run needs of the journal. */
export interface RunJournal extends FileKeeper {
  /** What was written so far. */
  readonly bytes: number;
  append(record: JournalRecord): void;
  appendMetric(run: string, key: string, value: number, step: number, time: number): void;
  /** Calls `write`, and makes what it appends durable at once, at its end. */
  together(write: () => void): void;
  /** Writes a file that a later model record names. Never rejects; false when it couldn't. */
  spoolFile(model: string, name: string, bytes: Uint8Array): Promise<boolean>;
}

/** What a metric's value is about, besides its step. */
export type MetricSubject = Pick<MetricRecord, 'modelId' | 'dataset'>;

export type DatasetDescription = Omit<DatasetRecord, 'type' | 'run'>;

export type ModelDescription = Omit<ModelRecord, 'type' | 'run' | 'time' | 'folder' | 'metrics'>;

/** How a run ends. */
export type EndStatus = EndRecord['status'];

/** A file of a model: its path below the model's folder, and its content. */
export interface ModelFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A run as the kernel records it. Every method returns at once: what it was given is in
 * the journal, and the card will show it. Keys and values must be valid for MLflow.
 */
export class RecordedRun {
  private readonly _latest = new Map<string, ModelRecord['metrics'][number]>();
  private readonly _params: Map<string, string>;
  private _unwritten: Promise<unknown> | null = null;
  private _lastRecord: EndRecord | null = null;
  private _isDeleted = false;

  constructor(
    readonly id: string,
    readonly view: RunView,
    private readonly _journal: RunJournal,
    private _changed: () => void,
    /** The params that it has from an earlier life. */
    params: Readonly<Record<string, string>> = {}
  ) {
    this._params = new Map(Object.entries(params));
  }

  /** Whether the record of its end is written. */
  get isClosed(): boolean {
    return this.view.isRecorded;
  }

  /** Resolves once the files of the models that were logged so far are written, and their records. */
  async written(): Promise<void> {
    await this._unwritten;
  }

  /** It is in MLflow's bin, by this program's doing: the server would refuse what is logged to it. */
  get isDeleted(): boolean {
    return this._isDeleted;
  }

  noteDeleted(isDeleted: boolean): void {
    this._isDeleted = isDeleted;
  }

  /** Another name from now on; MLflow takes it from its tag. */
  rename(name: string): void {
    this.view.name = name;
    this.setTags({ 'mlflow.runName': name });
    this._changed();
  }

  get isRunning(): boolean {
    return this.view.status === 'RUNNING';
  }

  logMetric(key: string, value: number, step: number, time = Date.now()): void {
    this._record(key, value, step, time);
    this._changed();
  }

  /** A value of a logged model, or of a dataset. */
  logMetricOf(
    subject: MetricSubject,
    key: string,
    value: number,
    step: number,
    time = Date.now()
  ): void {
    const record = { key, value: encodeMetricValue(value), step, time };
    this._journal.append({ type: 'metric', run: this.id, ...record, ...subject });
    this._show(record, value);
    this._changed();
  }

  /** Calls `log`, whose calls of this run count as one where each has to wait for the disk. */
  together(log: () => void): void {
    this._journal.together(log);
  }

  /** Several values of one step and moment. */
  logMetrics(values: Readonly<Record<string, number>>, step: number, time = Date.now()): void {
    this.together(() => {
      for (const [key, value] of Object.entries(values)) {
        this._record(key, value, step, time);
      }
    });
    this._changed();
  }

  /** The value that the param was logged with, or undefined. */
  param(key: string): string | undefined {
    return this._params.get(key);
  }

  logParams(params: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(params)) {
      this._params.set(key, value);
    }
    if (Object.keys(params).length > 0) {
      this._journal.append({ type: 'params', run: this.id, params });
    }
  }

  setTags(tags: Readonly<Record<string, string>>): void {
    if (Object.keys(tags).length > 0) {
      this._journal.append({ type: 'tags', run: this.id, tags });
    }
  }

  deleteTag(key: string): void {
    this._journal.append({ type: 'untag', run: this.id, key });
  }

  logDataset(dataset: DatasetDescription): void {
    this._journal.append({ type: 'dataset', run: this.id, ...dataset });
  }

  /** An artifact of text at `path` below the run's artifact root. */
  logText(path: string, text: string): void {
    this._journal.append({ type: 'text', run: this.id, path, text });
  }

  /** A figure that is drawn when it is delivered, as `path` ends. */
  logFigure(path: string, { kind, spec }: Pick<FigureRecord, 'kind' | 'spec'>): void {
    this._journal.append({ type: 'figure', run: this.id, path, kind, spec });
  }

  /** Rows for the table artifact at `path`. */
  logTable(path: string, table: Pick<TableRecord, 'columns' | 'rows'>): void {
    this._journal.append({ type: 'table', run: this.id, path, ...table });
  }

  /** Artifacts of bytes. @throws what the file system says; nothing is recorded then. */
  logBytes(files: readonly BytesArtifact[]): void {
    for (const record of keepAllBytes(this._journal, this.id, files)) {
      this._journal.append(record);
    }
  }

  /** The file `source`, an absolute path, as it is now. @throws what the file system says; nothing is recorded then. */
  logFile(path: string, source: string): void {
    this._journal.append(keepOneFile(this._journal, this.id, path, source));
  }

  /**
   * Files as they are now, below the folder `path` or, where that is empty, the run's root.
   * @param sources Their absolute paths, by their paths in the folder.
   * @throws what the file system says; nothing is recorded then.
   */
  logFiles(path: string, sources: ReadonlyMap<string, string>): void {
    this._journal.append(keepFolder(this._journal, this.id, path, sources));
  }

  /**
   * A model with the values that the run has reached. Its files are written in the
   * background, and the record of the run's end waits for them. A model whose files can't be
   * written is left out; the journal says so.
   */
  logModel(description: ModelDescription, files: readonly ModelFile[]): void {
    const metrics = [...this._latest.values()].filter(({ value }) => value !== 'NaN');
    const time = Date.now();
    const write = async (): Promise<void> => {
      for (const { name, bytes } of files) {
        if (!(await this._journal.spoolFile(description.model, name, bytes))) {
          return;
        }
      }
      if (this.isClosed) {
        return;
      }
      const folder = `spool/${description.model}`;
      this._journal.append({ type: 'model', run: this.id, time, folder, metrics, ...description });
    };
    this._unwritten = Promise.all([this._unwritten, write()]);
  }

  setProgress(progress: Progress): void {
    this.view.progress = progress;
  }

  /** Ends the run now; its last record follows when its models are written. */
  end(status: EndStatus, reason: string | null, time = Date.now()): void {
    if (!this.isRunning) {
      return;
    }
    this.view.status = status;
    this.view.endTime = time;
    this.view.reason = reason;
    this._changed();
    this._lastRecord = { type: 'end', run: this.id, status, time, reason };
    if (this._unwritten === null) {
      this.close();
    } else {
      void this._unwritten.then(() => {
        this.close();
      });
    }
  }

  /** Goes on after its end; `changed` is called at each change from now on. */
  resume(changed: () => void): void {
    this.close();
    this._lastRecord = null;
    this._changed = changed;
    this.view.resume();
    this._journal.append({ type: 'resume', run: this.id, time: Date.now() });
    changed();
  }

  /** Writes the last record of a run that has ended now, without models whose files are not complete. */
  close(): void {
    if (this._lastRecord !== null && !this.isClosed) {
      this.view.isRecorded = true;
      this._journal.append(this._lastRecord);
    }
  }

  private _record(key: string, value: number, step: number, time: number): void {
    this._journal.appendMetric(this.id, key, value, step, time);
    this._show({ key, value: encodeMetricValue(value), step, time }, value);
  }

  private _show(record: ModelRecord['metrics'][number], value: number): void {
    this._latest.set(record.key, record);
    this.view.addMetric(record.key, record.step, value);
  }
}
