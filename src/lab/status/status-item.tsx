import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { useChanges } from '../elements/use-changes.js';
import type { IAutologServer, IBinding } from '../tokens.js';
import { statusWords } from './status-words.js';

interface Props {
  readonly server: IAutologServer;
  readonly binding: IBinding | null;
  readonly showStatus: () => void;
  readonly trans: TranslationBundle;
}

/** The tracking server's state in the status bar. */
export class StatusItem extends ReactWidget {
  constructor(private readonly _props: Props) {
    super();
    this.addClass('jp-AutologStatusItem');
  }

  protected override render(): React.JSX.Element {
    return <StatusButton {...this._props} />;
  }
}

function StatusButton(props: Props): React.JSX.Element {
  const { server, binding, showStatus, trans } = props;
  useChanges(server.statusChanged);
  const { level, label, detail } = statusWords(server, binding, trans);
  return (
    <button
      type="button"
      className="jp-AutologStatusItem-button"
      data-level={level}
      title={detail}
      onClick={showStatus}
    >
      <span className="jp-AutologStatusItem-mark" aria-hidden="true" />
      <span role="status">{label}</span>
    </button>
  );
}
