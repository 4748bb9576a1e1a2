import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { useChanges } from '../elements/use-changes.js';
import { useInView } from '../elements/use-in-view.js';
import { useNow } from '../elements/use-now.js';
import { isRunning, rowKey } from '../rows/run-row.js';
import type { ICardActions } from './card-actions.js';
import { CardFoot } from './card-foot.js';
import { CardNotes } from './card-notes.js';
import { CardRun } from './card-run.js';
import type { RunCardModel } from './run-card-model.js';

/** The runs that a cell made. */
export function CardView(props: {
  readonly model: RunCardModel;
  readonly actions: ICardActions;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { model, actions, trans } = props;
  useChanges(model.changed);
  const root = React.useRef<HTMLDivElement>(null);
  const isInView = useInView(root);
  const { card, rows, wasLive } = model;
  const now = useNow(isInView && rows.some(isRunning), 1000);
  if (card === null) {
    return (
      <div className="jp-AutologCard" ref={root}>
        <p className="jp-AutologCard-note">
          {trans.__(
            'This run card can’t be read: it was edited, or a newer version of jupyterlab-autolog wrote it. Run the cell again for a new one.'
          )}
        </p>
      </div>
    );
  }
  return (
    // Keys pressed in here are not the notebook's.
    <div className="jp-AutologCard" ref={root} data-lm-suppress-shortcuts="true">
      <ul className="jp-AutologCard-runs" aria-label={trans.__('Runs of this cell')}>
        {rows.map(row => (
          <CardRun
            key={rowKey(row)}
            row={row}
            wasLive={wasLive}
            now={now}
            openRun={actions.openRun}
            trans={trans}
          />
        ))}
      </ul>
      <CardNotes card={card} trans={trans} />
      <CardFoot card={card} rows={rows} actions={actions} trans={trans} />
    </div>
  );
}
