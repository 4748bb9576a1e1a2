import type { Progress } from '../../protocol/index.js';
import type { DatasetRecord, EndRecord, JournalRecord, ModelRecord } from '../journal/records.js';
import { encodeMetricValue } from '../../protocol/index.js';
import type { RunView } from './run-view.js';

/** What a run needs of the journal. */
export interface RunJournal {
  append(record: JournalRecord): void;
  appendMetric(run: string, key: string, value: number, step: number, time: number): void;
  /** Writes a file that a later model record names. Never rejects; false when it couldn't. */
  spoolFile(model: string, name: string, bytes: Uint8Array): Promise<boolean>;
}

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
  private readonly _params = new Map<string, string>();
  private _unwritten: Promise<unknown> | null = null;
  private _lastRecord: EndRecord | null = null;

  constructor(
    readonly id: string,
    readonly view: RunView,
    private readonly _journal: RunJournal,
    private readonly _changed: () => void
  ) {}

  /** Whether the record of its end is written. */
  get isClosed(): boolean {
    return this.view.isRecorded;
  }

  /** Resolves once the files of the models that were logged so far are written, and their records. */
  async written(): Promise<void> {
    await this._unwritten;
  }

  get isRunning(): boolean {
    return this.view.status === 'RUNNING';
  }

  logMetric(key: string, value: number, step: number, time = Date.now()): void {
    this._record(key, value, step, time);
    this._changed();
  }

  /** Several values of one step and moment. */
  logMetrics(values: Readonly<Record<string, number>>, step: number, time = Date.now()): void {
    for (const [key, value] of Object.entries(values)) {
      this._record(key, value, step, time);
    }
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
    this._journal.append({ type: 'params', run: this.id, params });
  }

  setTags(tags: Readonly<Record<string, string>>): void {
    this._journal.append({ type: 'tags', run: this.id, tags });
  }

  logDataset(dataset: DatasetDescription): void {
    this._journal.append({ type: 'dataset', run: this.id, ...dataset });
  }

  /** An artifact of text at `path` below the run's artifact root. */
  logText(path: string, text: string): void {
    this._journal.append({ type: 'text', run: this.id, path, text });
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

  /** Writes the last record of a run that has ended now, without models whose files are not complete. */
  close(): void {
    if (this._lastRecord !== null && !this.isClosed) {
      this.view.isRecorded = true;
      this._journal.append(this._lastRecord);
    }
  }

  private _record(key: string, value: number, step: number, time: number): void {
    this._journal.appendMetric(this.id, key, value, step, time);
    this._latest.set(key, { key, value: encodeMetricValue(value), step, time });
    this.view.addMetric(key, step, value);
  }
}
