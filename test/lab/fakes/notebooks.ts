import { Signal } from '@lumino/signaling';
import type { RunCard } from '../../../src/protocol/index.js';
import type { ICardArrival, INotebookDocument, INotebooks } from '../../../src/lab/tokens.js';

export class FakeNotebook implements INotebookDocument {
  readonly pathChanged = new Signal<this, void>(this);
  readonly kernelChanged = new Signal<this, void>(this);
  readonly disposed = new Signal<this, void>(this);
  isWritable = true;
  isDisposed = false;
  notebookId: string | null = null;
  kernelName: string | null = 'tslab';
  content: unknown = { cells: [] };

  constructor(public path = 'iris.ipynb') {}

  setNotebookId(id: string): void {
    this.notebookId = id;
  }

  hasCell(): boolean {
    return true;
  }

  toJSON(): unknown {
    return this.content;
  }

  dispose(): void {
    this.isDisposed = true;
    this.disposed.emit();
  }
}

export class FakeNotebooks implements INotebooks {
  readonly currentChanged = new Signal<this, void>(this);
  readonly cardArrived = new Signal<this, ICardArrival>(this);
  readonly kernelEnded = new Signal<this, { kernelId: string }>(this);

  constructor(public current: FakeNotebook | null = new FakeNotebook()) {}

  /** As when a kernel has sent `card` for the notebook in front. */
  send(card: RunCard, executionId = 'execution'): void {
    if (this.current === null) {
      throw new Error('There is no notebook in front');
    }
    this.cardArrived.emit({ card, notebook: this.current, executionId });
  }

  show(notebook: FakeNotebook | null): void {
    this.current = notebook;
    this.currentChanged.emit();
  }
}
