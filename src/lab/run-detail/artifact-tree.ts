import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { FileInfo, MlflowClient } from '../../tracking/index.js';

/** The part of the tracking client that lists a run's files. */
export interface IArtifactSource {
  readonly artifacts: Pick<MlflowClient['artifacts'], 'list' | 'downloadUrl'>;
}

/** A run's files, each folder loaded when it is opened. */
export class ArtifactTree {
  private readonly _folders = new Map<string, readonly FileInfo[]>();
  private readonly _changed = new Signal<this, void>(this);
  private _runId: string | null = null;

  constructor(private readonly _source: IArtifactSource) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What lies in a folder, or null where that was not loaded. The root is `''`. */
  files(folder = ''): readonly FileInfo[] | null {
    return this._folders.get(folder) ?? null;
  }

  /** Loads the root. Rejects as the client does. */
  async load(runId: string): Promise<void> {
    this._runId = runId;
    await this._list('');
  }

  /** Loads a folder. Rejects as the client does. */
  async open(folder: string): Promise<void> {
    await this._list(folder);
  }

  /** Where the browser gets a file from. */
  url(path: string): string {
    return this._runId === null ? '' : this._source.artifacts.downloadUrl(this._runId, path);
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private async _list(folder: string): Promise<void> {
    if (this._runId === null) {
      return;
    }
    const files: FileInfo[] = [];
    for await (const file of this._source.artifacts.list(this._runId, folder || undefined)) {
      files.push(file);
    }
    files.sort(
      (a, b) => Number(b.isDirectory) - Number(a.isDirectory) || (a.path < b.path ? -1 : 1)
    );
    this._folders.set(folder, files);
    this._changed.emit();
  }
}
