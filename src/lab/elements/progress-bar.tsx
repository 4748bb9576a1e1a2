import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Progress } from '../../protocol/index.js';
import { progressWords } from '../rows/progress-words.js';

/** A thin bar; nothing where the end is not known. */
export function ProgressBar(props: {
  readonly progress: Progress;
  /** Of the run, for those who hear it. */
  readonly name: string;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { done, total } = props.progress;
  if (total === null || total === 0) {
    return null;
  }
  const share = Math.min(1, done / total);
  return (
    <div
      className="jp-AutologProgress"
      role="progressbar"
      aria-label={props.trans.__('Progress of %1', props.name)}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={Math.min(done, total)}
      aria-valuetext={progressWords(props.progress, props.trans)}
    >
      <div style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
