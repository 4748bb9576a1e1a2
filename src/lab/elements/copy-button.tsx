import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { checkIcon, copyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

const SHOWN_FOR = 1500;

/** Copies `text`; `label` says what that is. */
export function CopyButton(props: {
  readonly text: string;
  readonly label: string;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const [isCopied, setCopied] = React.useState(false);
  React.useEffect(() => {
    if (!isCopied) {
      return;
    }
    const timer = window.setTimeout(() => {
      setCopied(false);
    }, SHOWN_FOR);
    return () => {
      window.clearTimeout(timer);
    };
  }, [isCopied]);
  const Icon = isCopied ? checkIcon : copyIcon;
  return (
    <button
      type="button"
      className="jp-AutologIconButton"
      title={props.label}
      aria-label={isCopied ? props.trans.__('Copied') : props.label}
      onClick={() => {
        Clipboard.copyToSystem(props.text);
        setCopied(true);
      }}
    >
      <Icon.react tag="span" width="14px" height="14px" />
    </button>
  );
}
