import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { CopyButton } from '../elements/copy-button.js';
import { ProgressBar } from '../elements/progress-bar.js';
import { StatusMark } from '../elements/status-mark.js';
import { useNow } from '../elements/use-now.js';
import { elapsedWords } from '../rows/elapsed-words.js';
import { outcomeWords } from '../rows/outcome-words.js';
import { progressWords } from '../rows/progress-words.js';
import { isRunning } from '../rows/run-row.js';
import type { RunRow } from '../rows/run-row.js';

/** Which run it is, and how it stands. */
export function DetailHead(props: {
  readonly row: RunRow;
  readonly openMlflow: (() => void) | null;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { row, openMlflow, trans } = props;
  const goesOn = isRunning(row);
  const now = useNow(goesOn, 1000);
  const state = goesOn
    ? [
        row.progress === null ? trans.__('running') : progressWords(row.progress, trans),
        elapsedWords(row, now)
      ].join(', ')
    : outcomeWords(row, true, trans);
  return (
    <div className="jp-AutologDetail-head">
      <div className="jp-AutologDetail-title">
        <StatusMark status={row.status} trans={trans} />
        <h2 title={row.name}>{row.name}</h2>
        {row.runId !== null && (
          <CopyButton text={row.runId} label={trans.__('Copy the run id')} trans={trans} />
        )}
      </div>
      <p className="jp-AutologDetail-state">{state}</p>
      {goesOn && row.progress !== null && (
        <ProgressBar progress={row.progress} name={row.name} trans={trans} />
      )}
      {row.reason !== null && (
        <p className={row.status === 'FAILED' ? 'jp-AutologFault' : 'jp-AutologDetail-state'}>
          {row.reason}
        </p>
      )}
      {openMlflow !== null && (
        <button type="button" className="jp-AutologLink" onClick={openMlflow}>
          {trans.__('Open in MLflow')}
        </button>
      )}
    </div>
  );
}
