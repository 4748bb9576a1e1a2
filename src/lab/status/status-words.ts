import type { TranslationBundle } from '@jupyterlab/translation';
import type { TrackerState } from '../../protocol/index.js';
import type { IAutologServer, IBinding } from '../tokens.js';
import { trackerNotice, waitingWords } from './tracker-notice.js';

/** How autologging is: in a word or two, and in full. */
export interface StatusWords {
  readonly level: 'ready' | 'info' | 'wait' | 'trouble';
  readonly label: string;
  readonly detail: string;
}

export function statusWords(
  server: Pick<IAutologServer, 'status' | 'trouble'>,
  binding: Pick<IBinding, 'trouble'> | null,
  trans: TranslationBundle
): StatusWords {
  const { status, trouble } = server;
  if (trouble !== null) {
    return { level: 'trouble', label: trans.__('MLflow: not available'), detail: trouble };
  }
  if (status === null) {
    return { level: 'info', label: trans.__('MLflow: …'), detail: trans.__('Asking the server.') };
  }
  const notice = trackerNotice(status, 0, trans);
  const where = trans.__('Store: %1', status.tracker.location);
  if (notice !== null) {
    return {
      level: notice.level,
      label: shortLabel(status.enabled ? status.tracker.state : 'off', trans),
      detail: `${notice.title}. ${notice.next}\n${where}`
    };
  }
  const unbound = binding?.trouble ?? null;
  const waiting = waitingWords(status, 0, trans);
  return {
    level: unbound === null ? 'ready' : 'wait',
    label: trans.__('MLflow'),
    detail: [
      where,
      waiting,
      unbound === null
        ? null
        : trans.__(
            'The notebook as it was could not be kept with its last runs: %1 The runs themselves are recorded.',
            unbound
          )
    ]
      .filter(line => line !== null)
      .join('\n')
  };
}

function shortLabel(state: 'off' | TrackerState, trans: TranslationBundle): string {
  switch (state) {
    case 'off':
      return trans.__('MLflow: off');
    case 'starting':
      return trans.__('MLflow: starting');
    case 'ready':
      return trans.__('MLflow');
    case 'unreachable':
      return trans.__('MLflow: not reached');
    case 'failed':
      return trans.__('MLflow: failed');
    case 'stopped':
      return trans.__('MLflow: stopped');
    case 'offline':
      return trans.__('MLflow: offline');
  }
}
