import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { RowStatus } from '../rows/run-row.js';
import { statusWord } from '../rows/status-word.js';

/** Shapes differ as well as colours, so that nobody has to tell red from green. */
const SHAPES: Readonly<Record<RowStatus, string>> = {
  RUNNING: 'M7 3.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7z',
  SCHEDULED: 'M7 3.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7z',
  FINISHED: 'M3 7.4l2.6 2.6L11 4.4',
  FAILED: 'M4 4l6 6M10 4l-6 6',
  KILLED: 'M4.2 4.2h5.6v5.6H4.2z',
  UNKNOWN: 'M4 7h6'
};

/** A run's status as a sign, with its word for those who can't see it. */
export function StatusMark(props: {
  readonly status: RowStatus;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const word = statusWord(props.status, props.trans);
  return (
    <span className="jp-AutologStatus" data-status={props.status} title={word}>
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" focusable="false">
        <path d={SHAPES[props.status]} />
      </svg>
      <span className="jp-AutologHidden">{word}</span>
    </span>
  );
}
