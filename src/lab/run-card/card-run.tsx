import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { MetricFigure } from '../elements/metric-figure.js';
import { ProgressBar } from '../elements/progress-bar.js';
import { StatusMark } from '../elements/status-mark.js';
import { elapsedWords } from '../rows/elapsed-words.js';
import { progressWords } from '../rows/progress-words.js';
import { isRunning } from '../rows/run-row.js';
import type { RunRow } from '../rows/run-row.js';
import { outcomeWords } from '../rows/outcome-words.js';

/** One run of a card. */
export function CardRun(props: {
  readonly row: RunRow;
  readonly wasLive: boolean;
  readonly now: number;
  readonly openRun: ((runId: string) => void) | null;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { row, wasLive, now, openRun, trans } = props;
  const { runId } = row;
  const outcome = outcomeWords(row, wasLive, trans);
  return (
    <li className="jp-AutologCard-run" data-status={row.status}>
      <div className="jp-AutologCard-head">
        <StatusMark status={row.status} trans={trans} />
        {runId !== null && openRun !== null ? (
          <button
            type="button"
            className="jp-AutologCard-name jp-AutologLink"
            title={trans.__('Open run %1', row.name)}
            onClick={() => {
              openRun(runId);
            }}
          >
            {row.name}
          </button>
        ) : (
          <span className="jp-AutologCard-name">{row.name}</span>
        )}
        {isRunning(row) ? (
          <RunningState row={row} now={now} trans={trans} />
        ) : (
          // Said by the element below, once.
          <span className="jp-AutologCard-state" aria-hidden="true">
            {outcome}
          </span>
        )}
        {/* Says how it ended, once; not every step on the way. */}
        <span className="jp-AutologHidden" role="status">
          {row.isLive ? '' : outcome}
        </span>
      </div>
      {row.reason !== null && <p className="jp-AutologCard-reason">{row.reason}</p>}
      {row.metrics.length > 0 && (
        <ul className="jp-AutologCard-metrics">
          {row.metrics.map(metric => (
            <MetricFigure key={metric.key} metric={metric} trans={trans} />
          ))}
        </ul>
      )}
    </li>
  );
}

function RunningState(props: {
  readonly row: RunRow;
  readonly now: number;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { row, now, trans } = props;
  return (
    <span className="jp-AutologCard-state">
      <span className="jp-AutologCard-progress">
        {row.progress === null ? trans.__('running') : progressWords(row.progress, trans)}
      </span>
      {row.progress !== null && (
        <ProgressBar progress={row.progress} name={row.name} trans={trans} />
      )}
      <span className="jp-AutologCard-elapsed">{elapsedWords(row, now)}</span>
    </span>
  );
}
