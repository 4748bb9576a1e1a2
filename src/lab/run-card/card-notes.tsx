import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { RunCard } from '../../protocol/index.js';
import { deliveryNote } from './delivery-words.js';

/** What went wrong on the way to MLflow, or inside autologging itself, in words. */
export function CardNotes(props: {
  readonly card: RunCard;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { card, trans } = props;
  const note = deliveryNote(card, trans);
  if (note === null && card.faults.length === 0) {
    return null;
  }
  return (
    <div className="jp-AutologCard-notes">
      {note !== null && (
        <p className="jp-AutologCard-note" data-level={note.level}>
          {note.text} <span className="jp-AutologCard-next">{note.next}</span>
        </p>
      )}
      {card.faults.map(fault => (
        <p key={fault} className="jp-AutologCard-note" data-level="wait">
          {fault}
        </p>
      ))}
    </div>
  );
}
