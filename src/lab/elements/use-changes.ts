import type { ISignal } from '@lumino/signaling';
import * as React from 'react';

/** Renders the component again whenever `signal` is emitted. */
export function useChanges(signal: ISignal<unknown, unknown>): void {
  const [, renderAgain] = React.useReducer((count: number) => count + 1, 0);
  React.useEffect(() => {
    signal.connect(renderAgain);
    // What was emitted between the render and this effect.
    renderAgain();
    return () => {
      signal.disconnect(renderAgain);
    };
  }, [signal]);
}
