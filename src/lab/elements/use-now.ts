import { Poll } from '@lumino/polling';
import * as React from 'react';

/**
 * The time in milliseconds since the epoch, renewed every `interval` milliseconds while
 * `isTicking`. It stands still in a hidden page, and is right again when the page is shown.
 */
export function useNow(isTicking: boolean, interval: number): number {
  const [now, setNow] = React.useState(() => Date.now());
  React.useEffect(() => {
    if (!isTicking) {
      return;
    }
    const poll = new Poll({
      name: 'jupyterlab-autolog:clock',
      factory: () => {
        setNow(Date.now());
        return Promise.resolve();
      },
      frequency: { interval, backoff: false },
      standby: 'when-hidden'
    });
    return () => {
      poll.dispose();
    };
  }, [isTicking, interval]);
  return now;
}
