import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { formatNumber } from '../../format/index.js';
import { Sparkline } from '../elements/sparkline.js';
import { StatusMark } from '../elements/status-mark.js';
import { ageWords } from '../rows/age-words.js';
import { elapsedWords } from '../rows/elapsed-words.js';
import { progressWords } from '../rows/progress-words.js';
import { isRunning } from '../rows/run-row.js';
import type { RunRow } from '../rows/run-row.js';

/** Room for a number, in letters. */
const VALUE_LENGTH = 10;

/** One run in two lines. */
export function RunItem(props: {
  readonly id: string;
  readonly row: RunRow;
  /** Pixels from the top of the list. */
  readonly top: number;
  /** In pixels. */
  readonly height: number;
  /** From 1 to `count`. */
  readonly position: number;
  readonly count: number;
  readonly isActive: boolean;
  readonly metrics: readonly string[];
  /** Why it is not with MLflow yet, should it be kept. */
  readonly keptWords: string;
  readonly now: number;
  readonly open: (row: RunRow) => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { row, now, trans } = props;
  const { reason } = row;
  return (
    <div
      id={props.id}
      className="jp-AutologRun"
      role="option"
      aria-selected={props.isActive}
      aria-posinset={props.position}
      aria-setsize={props.count}
      data-status={row.status}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      onClick={() => {
        props.open(row);
      }}
    >
      <div className="jp-AutologRun-head">
        <StatusMark status={row.status} trans={trans} />
        <span className="jp-AutologRun-name" title={row.name}>
          {row.name}
        </span>
        <span className="jp-AutologRun-when" title={new Date(row.startTime).toLocaleString()}>
          {isRunning(row) && row.progress !== null
            ? progressWords(row.progress, trans)
            : ageWords(row.startTime, now, trans)}
        </span>
        {row.isKept ? (
          <span className="jp-AutologRun-kept" title={props.keptWords}>
            {trans.__('not yet delivered')}
          </span>
        ) : (
          <span className="jp-AutologRun-span" title={trans.__('How long it ran')}>
            {elapsedWords(row, now)}
          </span>
        )}
      </div>
      {row.status === 'FAILED' && reason !== null ? (
        <div className="jp-AutologRun-reason" title={reason}>
          {reason}
        </div>
      ) : (
        <RunFigures row={row} metrics={props.metrics} />
      )}
    </div>
  );
}

/** The metrics that matter, in the same places in each row. */
function RunFigures(props: {
  readonly row: RunRow;
  readonly metrics: readonly string[];
}): React.JSX.Element {
  const { row, metrics } = props;
  return (
    <div className="jp-AutologRun-figures">
      {metrics.map(key => {
        const metric = row.metrics.find(candidate => candidate.key === key);
        // By the length of its name alone, so that the columns are the same in each row.
        const style = { flexGrow: key.length + VALUE_LENGTH };
        return metric === undefined ? (
          <span key={key} className="jp-AutologRun-figure" style={style} />
        ) : (
          <span
            key={key}
            className="jp-AutologRun-figure"
            style={style}
            title={`${key} ${metric.value}`}
          >
            <span className="jp-AutologRun-key">{key}</span>
            <span className="jp-AutologRun-value">{formatNumber(metric.value)}</span>
            {metric.curve !== null && <Sparkline curve={metric.curve} />}
          </span>
        );
      })}
    </div>
  );
}
