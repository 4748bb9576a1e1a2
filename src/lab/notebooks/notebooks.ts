import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { ICardArrival, INotebookDocument, INotebooks } from '../tokens.js';
import { cardOf, executionIdOf, requestingSession } from './kernel-card.js';
import { NotebookDocument } from './notebook-document.js';

/** Follows all notebooks that a tracker knows, and what their kernels send. */
export class Notebooks implements INotebooks {
  private readonly _documents = new Map<NotebookPanel, NotebookDocument>();
  private readonly _currentChanged = new Signal<this, void>(this);
  private readonly _cardArrived = new Signal<this, ICardArrival>(this);
  private readonly _kernelEnded = new Signal<this, { kernelId: string }>(this);

  constructor(private readonly _tracker: INotebookTracker) {
    _tracker.forEach(panel => {
      this._add(panel);
    });
    _tracker.widgetAdded.connect((_, panel) => {
      this._add(panel);
    }, this);
    _tracker.currentChanged.connect(() => {
      this._currentChanged.emit();
    }, this);
  }

  get current(): INotebookDocument | null {
    const panel = this._tracker.currentWidget;
    return panel === null || panel.isDisposed ? null : this._add(panel);
  }

  get currentChanged(): ISignal<this, void> {
    return this._currentChanged;
  }

  get cardArrived(): ISignal<this, ICardArrival> {
    return this._cardArrived;
  }

  get kernelEnded(): ISignal<this, { readonly kernelId: string }> {
    return this._kernelEnded;
  }

  private _add(panel: NotebookPanel): NotebookDocument {
    const known = this._documents.get(panel);
    if (known !== undefined) {
      return known;
    }
    const notebook = new NotebookDocument(panel);
    this._documents.set(panel, notebook);
    const { sessionContext } = panel;
    sessionContext.iopubMessage.connect((_, message) => {
      this._onMessage(notebook, message);
    }, this);
    sessionContext.statusChanged.connect((_, status) => {
      this._onStatus(notebook, status);
    }, this);
    sessionContext.kernelChanged.connect((_, { oldValue }) => {
      this._ended(oldValue?.id);
    }, this);
    panel.disposed.connect(() => {
      this._documents.delete(panel);
    }, this);
    return notebook;
  }

  private _onMessage(notebook: NotebookDocument, message: KernelMessage.IMessage): void {
    const card = cardOf(message);
    if (card !== null && this._isFor(notebook, card.cellId, message)) {
      const executionId = executionIdOf(message);
      this._cardArrived.emit({ card, notebook, executionId });
    }
  }

  /**
   * Two notebooks on one kernel both hear all of its messages. A card belongs to the one
   * whose request made it; where that came from elsewhere (another page, the server), to
   * the one that has the cell.
   */
  private _isFor(
    notebook: NotebookDocument,
    cellId: string | null,
    message: KernelMessage.IMessage
  ): boolean {
    const session = requestingSession(message);
    const asked = [...this._documents.values()].filter(
      other => session !== null && other.kernel?.clientId === session
    );
    return asked.length > 0
      ? asked.includes(notebook)
      : cellId !== null && notebook.hasCell(cellId);
  }

  private _onStatus(notebook: NotebookDocument, status: Kernel.Status): void {
    if (['restarting', 'autorestarting', 'terminating', 'dead'].includes(status)) {
      this._ended(notebook.kernel?.id);
    }
  }

  private _ended(kernelId: string | undefined): void {
    if (kernelId !== undefined) {
      this._kernelEnded.emit({ kernelId });
    }
  }
}
