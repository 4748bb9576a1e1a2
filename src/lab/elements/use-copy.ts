import { Clipboard } from '@jupyterlab/apputils';
import * as React from 'react';

/** How long it is shown that something was copied, in ms. */
const SHOWN_FOR = 1500;

/** Copies `text`; `isCopied` is true for a moment after it. */
export function useCopy(text: string): { readonly isCopied: boolean; readonly copy: () => void } {
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
  const copy = (): void => {
    Clipboard.copyToSystem(text);
    setCopied(true);
  };
  return { isCopied, copy };
}
