import type { TranslationBundle } from '@jupyterlab/translation';
import type { RowStatus } from './run-row.js';

/** A run's status in a word. */
export function statusWord(status: RowStatus, trans: TranslationBundle): string {
  switch (status) {
    case 'RUNNING':
      return trans.__('running');
    case 'SCHEDULED':
      return trans.__('scheduled');
    case 'FINISHED':
      return trans.__('finished');
    case 'FAILED':
      return trans.__('failed');
    case 'KILLED':
      return trans.__('stopped');
    case 'UNKNOWN':
      return trans.__('not known to have ended');
  }
}
