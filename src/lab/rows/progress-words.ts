import type { TranslationBundle } from '@jupyterlab/translation';
import type { Progress } from '../../protocol/index.js';

/** `epoch 3 of 20`, or `epoch 3` where the end is not known. */
export function progressWords(progress: Progress, trans: TranslationBundle): string {
  const { unit, done, total } = progress;
  switch (unit) {
    case 'epoch':
      return total === null ? trans.__('epoch %1', done) : trans.__('epoch %1 of %2', done, total);
    case 'iteration':
      return total === null
        ? trans.__('iteration %1', done)
        : trans.__('iteration %1 of %2', done, total);
  }
}
