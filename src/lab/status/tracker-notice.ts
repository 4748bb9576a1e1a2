import type { TranslationBundle } from '@jupyterlab/translation';
import type { ServerStatus } from '../../protocol/index.js';
import { sizeWords } from '../elements/size-words.js';

export interface TrackerNotice {
  readonly level: 'info' | 'wait' | 'trouble';
  readonly title: string;
  readonly next: string;
}

/**
 * What a person should know of the tracking server, or null where all is well.
 * `waitingRecords`: how many records of the kernel at hand wait, as far as it said.
 */
export function trackerNotice(
  status: ServerStatus,
  waitingRecords: number,
  trans: TranslationBundle
): TrackerNotice | null {
  const { tracker, enabled } = status;
  if (!enabled) {
    return {
      level: 'wait',
      title: trans.__('Runs are not recorded'),
      next: [
        trans.__(
          'Autologging is switched off on this server, by its administrator or by AUTOLOG_DISABLE=1. To switch it on, set Autolog.enabled or remove AUTOLOG_DISABLE, and start Jupyter again.'
        ),
        // Only a server that runs elsewhere is there all the same.
        ...(tracker.state === 'ready' ? [trans.__('Runs that exist can be looked at.')] : [])
      ].join(' ')
    };
  }
  const waiting = waitingWords(status, waitingRecords, trans);
  const why = [tracker.reason, waiting, tracker.next].filter(text => text !== null && text !== '');
  switch (tracker.state) {
    case 'ready':
      return null;
    case 'starting':
      return {
        level: 'info',
        title: trans.__('MLflow is starting'),
        next:
          waiting ?? trans.__('That takes some seconds. You can train meanwhile: all is recorded.')
      };
    case 'unreachable':
      return {
        level: 'trouble',
        title: trans.__('MLflow is not available since %1', timeOf(tracker.since)),
        next: why.join(' ')
      };
    case 'failed':
      return {
        level: 'trouble',
        title: trans.__('MLflow does not start'),
        next: why.join(' ')
      };
    case 'stopped':
      return {
        level: 'trouble',
        title: trans.__('MLflow is stopped'),
        next: why.join(' ')
      };
    case 'offline':
      return {
        level: 'wait',
        title: trans.__('Offline: runs are recorded and kept, and not delivered yet'),
        next: tracker.next ?? ''
      };
  }
}

/** How much waits for the tracking server, in words, or null for nothing. */
export function waitingWords(
  status: ServerStatus,
  waitingRecords: number,
  trans: TranslationBundle
): string | null {
  if (waitingRecords > 0) {
    return trans._n(
      '%1 record of this notebook waits and will be delivered.',
      '%1 records of this notebook wait and will be delivered.',
      waitingRecords
    );
  }
  const { journals, bytes } = status.waiting;
  return journals === 0
    ? null
    : trans._n(
        'The records of %1 kernel wait (%2) and will be delivered.',
        'The records of %1 kernels wait (%2) and will be delivered.',
        journals,
        sizeWords(bytes)
      );
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
