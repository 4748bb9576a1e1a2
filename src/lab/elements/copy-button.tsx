import type { TranslationBundle } from '@jupyterlab/translation';
import { checkIcon, copyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { useCopy } from './use-copy.js';

/** Copies `text`; `label` says what that is. */
export function CopyButton(props: {
  readonly text: string;
  readonly label: string;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { isCopied, copy } = useCopy(props.text);
  const Icon = isCopied ? checkIcon : copyIcon;
  return (
    <button
      type="button"
      className="jp-AutologIconButton"
      title={props.label}
      aria-label={isCopied ? props.trans.__('Copied') : props.label}
      onClick={copy}
    >
      <Icon.react tag="span" width="14px" height="14px" />
    </button>
  );
}
