import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { BindingReceipt, NotebookBinding } from '../../protocol/index.js';
import type { ICardArrival, INotebookDocument, INotebooks } from '../tokens.js';

/** Times that a document is handed over before it is given up. */
const ATTEMPTS = 4;

export interface IBinderOptions {
  readonly notebooks: Pick<INotebooks, 'cardArrived'>;
  readonly bind: (binding: NotebookBinding) => Promise<BindingReceipt>;
  /** Whether the notebook's id is that of another notebook, which it was copied from. */
  readonly isCopy: (notebook: INotebookDocument) => Promise<boolean>;
  readonly newId: () => string;
  /** Waits before attempt number `attempt + 1`. */
  readonly pause: (attempt: number) => Promise<void>;
}

/**
 * Ties a notebook to its runs: when an execution of a cell makes its first run, the
 * notebook gets its id, and the live document goes to the kernel's side, once.
 */
export class Binder implements IDisposable {
  private readonly _troubleChanged = new Signal<this, void>(this);
  /** Executions that were seen; a card comes again and again. */
  private readonly _seen = new Set<string>();
  /** Notebooks whose id is known to be their own. */
  private readonly _own = new WeakSet<INotebookDocument>();
  private _trouble: string | null = null;
  private _isDisposed = false;

  constructor(private readonly _options: IBinderOptions) {
    _options.notebooks.cardArrived.connect(this._onCardArrived, this);
  }

  /** Why the last document could not be handed over, or null. */
  get trouble(): string | null {
    return this._trouble;
  }

  get troubleChanged(): ISignal<this, void> {
    return this._troubleChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _onCardArrived(_: unknown, { card, notebook, executionId }: ICardArrival): void {
    const key = `${card.kernelId} ${executionId}`;
    if (this._seen.has(key)) {
      return;
    }
    this._seen.add(key);
    // Taken at once: a moment later the person may have typed on.
    const document = notebook.toJSON();
    void this._bind(notebook, {
      version: 1,
      kernelId: card.kernelId,
      cellId: card.cellId,
      executionCount: card.executionCount,
      notebookPath: notebook.path,
      notebook: document
    });
  }

  private async _bind(
    notebook: INotebookDocument,
    binding: Omit<NotebookBinding, 'notebookId'>
  ): Promise<void> {
    const notebookId = await this._idOf(notebook);
    let trouble: string | null = null;
    for (let attempt = 1; attempt <= ATTEMPTS && !this._isDisposed; attempt++) {
      try {
        await this._options.bind({ ...binding, notebookId });
        trouble = null;
        break;
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
        if (attempt < ATTEMPTS) {
          await this._options.pause(attempt);
        }
      }
    }
    if (trouble !== this._trouble && !this._isDisposed) {
      this._trouble = trouble;
      this._troubleChanged.emit();
    }
  }

  /** The notebook's id; a new one where it has none or carries that of another notebook. */
  private async _idOf(notebook: INotebookDocument): Promise<string> {
    const id = notebook.notebookId;
    if (id !== null && this._own.has(notebook)) {
      return id;
    }
    if (id !== null && !(await this._isCopy(notebook))) {
      this._own.add(notebook);
      return id;
    }
    // While the question was open, an execution after this one may have set it.
    const now = notebook.notebookId;
    if (now !== null && now !== id) {
      return now;
    }
    const fresh = this._options.newId();
    notebook.setNotebookId(fresh);
    this._own.add(notebook);
    return fresh;
  }

  private async _isCopy(notebook: INotebookDocument): Promise<boolean> {
    try {
      return await this._options.isCopy(notebook);
    } catch {
      // Nobody can tell now; better keep the id than lose the tie to earlier runs.
      return false;
    }
  }
}
