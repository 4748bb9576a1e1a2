import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { NOTEBOOK_METADATA_KEY } from '../../protocol/index.js';
import type { INotebookDocument } from '../tokens.js';

/** A notebook panel of Lab's, seen as a document. It lives as long as the panel. */
export class NotebookDocument implements INotebookDocument {
  private readonly _pathChanged = new Signal<this, void>(this);
  private readonly _kernelChanged = new Signal<this, void>(this);
  private readonly _disposed = new Signal<this, void>(this);
  private _isDisposed = false;
  /** For a file that can't be written: an id that this page alone knows. */
  private _ownId: string | null = null;

  constructor(private readonly _panel: NotebookPanel) {
    _panel.context.pathChanged.connect(this._onPathChanged, this);
    _panel.sessionContext.kernelChanged.connect(this._onKernelChanged, this);
    _panel.disposed.connect(this.dispose, this);
  }

  get path(): string {
    return this._panel.context.localPath;
  }

  get pathChanged(): ISignal<this, void> {
    return this._pathChanged;
  }

  get isWritable(): boolean {
    return this._panel.context.contentsModel?.writable ?? true;
  }

  get notebookId(): string | null {
    const held: unknown = this._panel.context.model.getMetadata(NOTEBOOK_METADATA_KEY);
    const id: unknown =
      typeof held === 'object' && held !== null
        ? (held as Record<string, unknown>)['notebookId']
        : null;
    return typeof id === 'string' && id !== '' ? id : this._ownId;
  }

  setNotebookId(id: string): void {
    if (!this.isWritable) {
      this._ownId = id;
      return;
    }
    const held: unknown = this._panel.context.model.getMetadata(NOTEBOOK_METADATA_KEY);
    const kept = typeof held === 'object' && held !== null ? held : {};
    this._panel.context.model.setMetadata(NOTEBOOK_METADATA_KEY, { ...kept, notebookId: id });
  }

  get kernelName(): string | null {
    const running = this.kernel?.name;
    const saved: unknown = this._panel.context.model.getMetadata('kernelspec');
    const savedName: unknown =
      typeof saved === 'object' && saved !== null
        ? (saved as Record<string, unknown>)['name']
        : null;
    return running ?? (typeof savedName === 'string' ? savedName : null);
  }

  get kernelChanged(): ISignal<this, void> {
    return this._kernelChanged;
  }

  /** The connection to the kernel, or null. */
  get kernel(): Kernel.IKernelConnection | null {
    return this._panel.sessionContext.session?.kernel ?? null;
  }

  get disposed(): ISignal<this, void> {
    return this._disposed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  hasCell(cellId: string): boolean {
    return this._panel.context.model.sharedModel.cells.some(cell => cell.getId() === cellId);
  }

  toJSON(): unknown {
    return this._panel.context.model.toJSON();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._disposed.emit();
    Signal.clearData(this);
  }

  private _onPathChanged(): void {
    this._pathChanged.emit();
  }

  private _onKernelChanged(): void {
    this._kernelChanged.emit();
  }
}
