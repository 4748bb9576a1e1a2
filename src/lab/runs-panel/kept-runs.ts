import type { IDisposable } from '@lumino/disposable';
import { JSONExt } from '@lumino/coreutils';
import type { ReadonlyJSONValue } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { NotebookWaiting, RefusedRecords, WaitingRun } from '../../protocol/index.js';
import type { IAutologServer, INotebookDocument } from '../tokens.js';

/** The Jupyter server, as far as it reads journals. */
export type IWaitingSource = Pick<IAutologServer, 'waitingOf' | 'dismissRefusals'>;

/** What the journals hold of a notebook's runs and the tracking server does not; what it refused. */
export class KeptRuns implements IDisposable {
  private readonly _changed = new Signal<this, void>(this);
  private _answer: NotebookWaiting | null = null;
  /** Counts the questions; an answer to anything but the last one is dropped. */
  private _question = 0;
  private _isDisposed = false;

  constructor(
    private readonly _notebook: Pick<INotebookDocument, 'path' | 'pathChanged'>,
    private readonly _source: IWaitingSource
  ) {
    _notebook.pathChanged.connect(this._onPathChanged, this);
  }

  /** Newest first. */
  get runs(): readonly WaitingRun[] {
    return this._answer?.runs ?? [];
  }

  /** Whether our id `clientRunId` is that of one of them. */
  has(clientRunId: string): boolean {
    return this.runs.some(run => run.clientRunId === clientRunId);
  }

  /** What was refused for good and nobody has dismissed, or null. */
  get refused(): RefusedRecords | null {
    return this._answer?.refused ?? null;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Asks for what there is. Never rejects: without an answer, what was known stays. */
  async look(): Promise<void> {
    const question = ++this._question;
    let answer: NotebookWaiting;
    do {
      try {
        answer = await this._source.waitingOf(this._notebook.path);
      } catch {
        // That Jupyter's server doesn't answer is told by its status.
        return;
      }
      if (question !== this._question) {
        return;
      }
      this._take(answer);
      // Long journals are read piece by piece.
    } while (!answer.isComplete);
  }

  /** Tells no more of what was refused so far. Rejects with an `Error` that says what happened. */
  async dismiss(): Promise<void> {
    const { refused } = this;
    if (refused !== null) {
      const { files } = refused;
      await this._source.dismissRefusals({ version: 1, notebook: this._notebook.path, files });
      await this.look();
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._question++;
    Signal.clearData(this);
  }

  private _take(answer: NotebookWaiting | null): void {
    if (!areEqual(answer, this._answer)) {
      this._answer = answer;
      this._changed.emit();
    }
  }

  private _onPathChanged(): void {
    this._question++;
    this._take(null);
  }
}

function areEqual(one: NotebookWaiting | null, other: NotebookWaiting | null): boolean {
  return JSONExt.deepEqual(
    one as unknown as ReadonlyJSONValue,
    other as unknown as ReadonlyJSONValue
  );
}
