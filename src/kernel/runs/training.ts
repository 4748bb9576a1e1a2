import { sanitizeName } from '../../tracking/index.js';
import type { AutologSettings } from './autolog-settings.js';
import type { Notes } from './notes.js';
import type {
  DatasetDescription,
  EndStatus,
  ModelDescription,
  ModelFile,
  RecordedRun
} from './recorded-run.js';
import type { Progress } from '../../protocol/index.js';

/**
 * One training call and the run it is logged to. What it is given comes from a library
 * and not from the user, so names that MLflow would refuse are made valid here.
 */
export class Training {
  private readonly _validNames = new Map<string, string>();

  constructor(
    readonly run: RecordedRun,
    /** Whether the run was made for this call, and ends with it. */
    readonly isManaged: boolean,
    private readonly _notes: Notes,
    /** What is wanted of it. */
    readonly settings: AutologSettings
  ) {}

  logMetrics(values: Readonly<Record<string, number>>, step: number): void {
    this.run.logMetrics(this._withValidNames(values), step);
  }

  /** Params that the run has already keep their values, since MLflow never changes one. */
  logParams(params: Readonly<Record<string, string>>): void {
    const fresh: Record<string, string> = {};
    const kept: string[] = [];
    for (const [key, value] of Object.entries(this._withValidNames(params))) {
      const known = this.run.param(key);
      if (known === undefined) {
        fresh[key] = value;
      } else if (known !== value) {
        kept.push(`${key} ${known} (not ${value})`);
      }
    }
    if (Object.keys(fresh).length > 0) {
      this.run.logParams(fresh);
    }
    if (kept.length > 0) {
      this._notes.tell(
        `The run ${this.run.view.name} keeps the params of an earlier training: ` +
          `${kept.join(', ')}. MLflow never changes a param; give each training a run of its own.`
      );
    }
  }

  /** An artifact of bytes. @throws what the file system says. */
  logBytes(path: string, bytes: Uint8Array): void {
    this.run.logBytes([{ path, bytes }]);
  }

  logText(path: string, text: string): void {
    this.run.logText(path, text);
  }

  logDataset(dataset: DatasetDescription): void {
    this.run.logDataset(dataset);
  }

  logModel(model: ModelDescription, files: readonly ModelFile[]): void {
    const { logModelSignatures, registeredModelName } = this.settings;
    this.run.logModel(
      {
        ...model,
        signature: logModelSignatures ? model.signature : null,
        ...(registeredModelName === null ? {} : { registeredModelName })
      },
      files
    );
  }

  setProgress(progress: Progress): void {
    this.run.setProgress(progress);
  }

  /** The call is over; a run of the user's goes on. */
  end(status: EndStatus, reason: string | null): void {
    if (this.isManaged) {
      this.run.end(status, reason);
    }
  }

  private _withValidNames<T>(values: Readonly<Record<string, T>>): Record<string, T> {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [this._validName(name), value])
    );
  }

  private _validName(name: string): string {
    let valid = this._validNames.get(name);
    if (valid === undefined) {
      valid = sanitizeName(name);
      this._validNames.set(name, valid);
    }
    return valid;
  }
}
