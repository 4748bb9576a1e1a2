import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { IFrame, launchIcon, refreshIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { runsIcon } from '../icons.js';
import { mlflowFragment } from './deep-link.js';
import type { MlflowPlace } from './deep-link.js';

/** MLflow's own pages in a tab. They come from Jupyter's server, so they may keep their state. */
export class MlflowTab extends MainAreaWidget<IFrame> {
  /** `root`: the address of MLflow's index page, with a slash at its end. */
  constructor(
    private readonly _root: string,
    trans: TranslationBundle
  ) {
    const content = new IFrame({
      sandbox: [
        'allow-same-origin',
        'allow-scripts',
        'allow-forms',
        'allow-modals',
        'allow-downloads',
        'allow-popups'
      ],
      referrerPolicy: 'same-origin'
    });
    super({ content });
    this.id = 'jp-autolog-mlflow';
    this.title.label = trans.__('MLflow');
    this.title.icon = runsIcon;
    this.title.closable = true;
    content.node.querySelector('iframe')?.setAttribute('title', trans.__('MLflow'));
    this.toolbar.addItem('reload', this._reloadButton(trans));
    this.toolbar.addItem('browser', this._browserButton(trans));
  }

  /** Goes to another place. */
  showPlace(place: MlflowPlace): void {
    this.content.url = this._root + mlflowFragment(place);
  }

  /** Where the person has gone to by now. */
  private get _address(): string {
    const frame = this.content.node.querySelector('iframe');
    return frame?.contentWindow?.location.href ?? this.content.url;
  }

  private _reloadButton(trans: TranslationBundle): ToolbarButton {
    return new ToolbarButton({
      icon: refreshIcon,
      tooltip: trans.__('Load MLflow’s page again'),
      onClick: () => {
        this.content.node.querySelector('iframe')?.contentWindow?.location.reload();
      }
    });
  }

  private _browserButton(trans: TranslationBundle): ToolbarButton {
    return new ToolbarButton({
      icon: launchIcon,
      label: trans.__('Open in a browser tab'),
      tooltip: trans.__('Opens this page of MLflow in a tab of the browser'),
      onClick: () => {
        window.open(this._address, '_blank', 'noopener');
      }
    });
  }
}
