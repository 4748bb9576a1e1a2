import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { formatNumber } from '../../format/index.js';
import { useCopy } from './use-copy.js';

/** A number, rounded for the eye; the whole value on hover, and in the clipboard after a click. */
export function CopyValue(props: {
  readonly name: string;
  readonly value: number;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { name, value, trans } = props;
  const { isCopied, copy } = useCopy(String(value));
  const rounded = formatNumber(value);
  return (
    <button
      type="button"
      className="jp-AutologValue"
      data-copied={isCopied}
      title={isCopied ? trans.__('Copied %1', value) : trans.__('%1 (click to copy)', value)}
      aria-label={trans.__('%1 %2, copy the whole value', name, rounded)}
      onClick={copy}
    >
      {rounded}
    </button>
  );
}
