import { ReactWidget } from '@jupyterlab/ui-components';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { RUN_CARD_MIME_TYPE } from '../../protocol/index.js';
import type { ILiveRuns } from '../tokens.js';
import type { ICardActions } from './card-actions.js';
import { CardView } from './card-view.js';
import { RunCardModel } from './run-card-model.js';
import type { LookUpRuns } from './run-card-model.js';

/** Shows a run card as a cell's output, and keeps it up to date in place. */
export class RunCardRenderer extends ReactWidget implements IRenderMime.IRenderer {
  constructor(
    private readonly _model: RunCardModel,
    private readonly _actions: ICardActions,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-RenderedRunCard');
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._model.show(model.data[RUN_CARD_MIME_TYPE]);
    return Promise.resolve();
  }

  override dispose(): void {
    this._model.dispose();
    super.dispose();
  }

  protected override render(): React.JSX.Element {
    return <CardView model={this._model} actions={this._actions} trans={this._trans} />;
  }
}

/** Makes renderers of run cards. They run nothing that a card holds, so untrusted notebooks show them too. */
export function runCardFactory(options: {
  readonly live: ILiveRuns | null;
  readonly lookUp: LookUpRuns | null;
  readonly actions: () => ICardActions;
  readonly trans: TranslationBundle;
}): IRenderMime.IRendererFactory {
  return {
    safe: true,
    mimeTypes: [RUN_CARD_MIME_TYPE],
    // Before text/html, which has 50, and widgets.
    defaultRank: 10,
    createRenderer: () =>
      new RunCardRenderer(
        new RunCardModel(options.live, options.lookUp),
        options.actions(),
        options.trans
      )
  };
}
