import type { TranslationBundle } from '@jupyterlab/translation';
import { formatDuration } from '../../format/index.js';
import type { Progress } from '../../protocol/index.js';
import type { RunRow } from './run-row.js';

/** How a run stands, in a few words: `finished in 12.4 s, 40 epochs`. `wasLive`: its kernel spoke in this page. */
export function outcomeWords(row: RunRow, wasLive: boolean, trans: TranslationBundle): string {
  const span = row.endTime === null ? '' : formatDuration(row.endTime - row.startTime);
  const steps =
    row.progress === null || row.progress.done === 0 ? '' : `, ${stepWords(row.progress, trans)}`;
  switch (row.status) {
    case 'RUNNING':
      return trans.__('running');
    case 'SCHEDULED':
      return trans.__('scheduled');
    case 'FINISHED':
      return (span === '' ? trans.__('finished') : trans.__('finished in %1', span)) + steps;
    case 'FAILED':
      return (span === '' ? trans.__('failed') : trans.__('failed after %1', span)) + steps;
    case 'KILLED':
      return (span === '' ? trans.__('stopped') : trans.__('stopped after %1', span)) + steps;
    case 'UNKNOWN':
      return wasLive
        ? trans.__('the kernel ended while it was running')
        : trans.__('was running when the notebook was saved');
  }
}

function stepWords({ unit, done }: Progress, trans: TranslationBundle): string {
  switch (unit) {
    case 'epoch':
      return trans._n('%1 epoch', '%1 epochs', done);
    case 'iteration':
      return trans._n('%1 iteration', '%1 iterations', done);
  }
}
