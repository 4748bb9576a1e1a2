import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { formatNumber } from '../../format/index.js';

const SHOWN_FOR = 1200;

/** A number, rounded for the eye; the whole value on hover, and in the clipboard after a click. */
export function CopyValue(props: {
  readonly name: string;
  readonly value: number;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { name, value, trans } = props;
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
  const rounded = formatNumber(value);
  return (
    <button
      type="button"
      className="jp-AutologValue"
      data-copied={isCopied}
      title={isCopied ? trans.__('Copied %1', value) : trans.__('%1 (click to copy)', value)}
      aria-label={trans.__('%1 %2, copy the whole value', name, rounded)}
      onClick={() => {
        Clipboard.copyToSystem(String(value));
        setCopied(true);
      }}
    >
      {rounded}
    </button>
  );
}
