import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { RunCard } from '../../protocol/index.js';
import { isRunning } from '../rows/run-row.js';
import type { RunRow } from '../rows/run-row.js';
import type { ICardActions } from './card-actions.js';
import { footWords } from './delivery-words.js';

/** Where the runs went, and the ways to them. */
export function CardFoot(props: {
  readonly card: RunCard;
  readonly rows: readonly RunRow[];
  readonly actions: ICardActions;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { card, rows, actions, trans } = props;
  const only = rows.length === 1 ? (rows[0]?.runId ?? null) : null;
  const { openRun, openMlflow } = actions;
  const experimentId = card.experiment.id;
  return (
    <div className="jp-AutologCard-foot">
      <span className="jp-AutologCard-where">
        {footWords(card, rows.some(isRunning), trans)}
        {card.totalRuns > rows.length && ` (${trans.__('the newest %1 are shown', rows.length)})`}
      </span>
      {only !== null && openRun !== null && (
        <button
          type="button"
          className="jp-AutologLink"
          onClick={() => {
            openRun(only);
          }}
        >
          {trans.__('Open run')}
        </button>
      )}
      {experimentId !== null && openMlflow !== null && (
        <button
          type="button"
          className="jp-AutologLink"
          onClick={() => {
            openMlflow(experimentId, only);
          }}
        >
          {trans.__('Open in MLflow')}
        </button>
      )}
    </div>
  );
}
