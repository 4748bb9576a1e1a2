import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Message, MessageLoop } from '@lumino/messaging';
import { PanelLayout, Widget } from '@lumino/widgets';
import * as React from 'react';
import { runsIcon } from '../icons.js';
import type { RunRow } from '../rows/run-row.js';
import type { IRunDetail } from '../tokens.js';
import type { IPanelActions } from './panel-actions.js';
import { PanelView } from './panel-view.js';
import type { RunsPanelModel } from './runs-panel-model.js';
import { FollowedRow } from './followed-row.js';
import { DetailFrame } from './detail-frame.js';

/** A message's type: what activates the panel from now on is a person. */
const QUIET_END = 'autolog-quiet-end';

export interface IRunsPanelWidgetOptions {
  readonly model: RunsPanelModel;
  readonly detail: IRunDetail | null;
  readonly openMlflow: IPanelActions['openMlflow'];
  readonly trans: TranslationBundle;
}

/** The sidebar: the list of runs, or one of them in its place. */
export class RunsPanel extends Widget {
  private readonly _list: Widget;
  private _frame: DetailFrame | null = null;
  private _listed: FollowedRow | null = null;
  private _isQuiet = false;

  constructor(private readonly _options: IRunsPanelWidgetOptions) {
    super();
    const { model, openMlflow, trans } = _options;
    this.id = 'jp-autolog-runs';
    this.addClass('jp-AutologPanel');
    this.title.icon = runsIcon;
    this.title.caption = trans.__('Runs of this notebook');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Runs of this notebook'));
    const actions: IPanelActions = {
      openRun: row => {
        this.openRun(row);
      },
      openMlflow
    };
    this._list = new ListWidget(model, actions, trans);
    this.layout = new PanelLayout();
    this._panes.addWidget(this._list);
    model.changed.connect(this._onModelChanged, this);
  }

  /** Shows one run in place of the list. */
  openRun(run: Pick<RunRow, 'runId' | 'clientRunId'>): void {
    const { detail, trans, model } = this._options;
    if (detail === null) {
      return;
    }
    this._closeFrame();
    this._listed = model.current === null ? null : new FollowedRow(model.current, run);
    const view = detail.create(run, this._listed);
    const frame = new DetailFrame(view, model.current?.notebook ?? null, trans);
    frame.closed.connect(this._showList, this);
    this._frame = frame;
    this._list.hide();
    this._panes.addWidget(frame);
    frame.focus();
  }

  override dispose(): void {
    this._closeFrame();
    this._options.model.dispose();
    super.dispose();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._options.model.isVisible = true;
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._options.model.isVisible = this.isVisible;
  }

  protected override onBeforeDetach(msg: Message): void {
    this._options.model.isVisible = false;
    super.onBeforeDetach(msg);
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this._options.model.isVisible = false;
  }

  /** Runs `open`, which activates this panel, and leaves the focus where the person works. */
  openQuietly(open: () => void): void {
    this._isQuiet = true;
    open();
    // The request to activate is a message that comes later, and this one comes after it.
    MessageLoop.postMessage(this, new Message(QUIET_END));
  }

  override processMessage(msg: Message): void {
    if (msg.type === QUIET_END) {
      this._isQuiet = false;
    } else {
      super.processMessage(msg);
    }
  }

  protected override onActivateRequest(): void {
    if (this._isQuiet) {
      return;
    }
    if (this._frame !== null) {
      this._frame.focus();
      return;
    }
    const { node } = this._list;
    const target =
      node.querySelector<HTMLElement>('[role="listbox"]') ??
      node.querySelector<HTMLElement>('input') ??
      node.querySelector<HTMLElement>('button');
    target?.focus();
  }

  private get _panes(): PanelLayout {
    return this.layout as PanelLayout;
  }

  /** The run of one notebook has no place beside another notebook. */
  private _onModelChanged(): void {
    const notebook = this._options.model.current?.notebook ?? null;
    if (this._frame !== null && this._frame.notebook !== notebook) {
      this._showList();
    }
  }

  private _closeFrame(): void {
    this._frame?.dispose();
    this._frame = null;
    this._listed?.dispose();
    this._listed = null;
  }

  private _showList(): void {
    this._closeFrame();
    this._list.show();
    if (this.isVisible) {
      this.onActivateRequest();
    }
  }
}

class ListWidget extends ReactWidget {
  constructor(
    private readonly _model: RunsPanelModel,
    private readonly _actions: IPanelActions,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-AutologPanel-list');
  }

  protected override render(): React.JSX.Element {
    return <PanelView model={this._model} actions={this._actions} trans={this._trans} />;
  }
}
