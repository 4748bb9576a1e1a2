import type { TranslationBundle } from '@jupyterlab/translation';
import { caretLeftIcon } from '../icons.js';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { PanelLayout, Widget } from '@lumino/widgets';
import type { INotebookDocument } from '../tokens.js';

/** A run's view with the way back to the list above it. */
export class DetailFrame extends Widget {
  private readonly _closed = new Signal<this, void>(this);
  private readonly _back: HTMLButtonElement;

  /** `notebook`: the one whose list it was opened from. Owns `content`. */
  constructor(
    content: Widget,
    readonly notebook: INotebookDocument | null,
    trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-AutologDetailFrame');
    this._back = document.createElement('button');
    this._back.type = 'button';
    this._back.className = 'jp-AutologBack';
    caretLeftIcon.element({ container: this._back, tag: 'span', width: '16px', height: '16px' });
    this._back.append(trans.__('All runs'));
    const bar = new Widget();
    bar.node.append(this._back);
    const layout = new PanelLayout();
    layout.addWidget(bar);
    layout.addWidget(content);
    this.layout = layout;
    this.node.addEventListener('click', this);
    this.node.addEventListener('keydown', this);
  }

  /** Emitted when the person wants the list back. */
  get closed(): ISignal<this, void> {
    return this._closed;
  }

  focus(): void {
    this._back.focus();
  }

  handleEvent(event: Event): void {
    const isBack = event.type === 'click' && event.composedPath().includes(this._back);
    const isEscape =
      event.type === 'keydown' &&
      (event as KeyboardEvent).key === 'Escape' &&
      !event.defaultPrevented;
    if (isBack || isEscape) {
      this._closed.emit();
    }
  }

  override dispose(): void {
    this.node.removeEventListener('click', this);
    this.node.removeEventListener('keydown', this);
    super.dispose();
  }
}
