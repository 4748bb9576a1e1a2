import { RUN_CARD_MIME_TYPE } from '../../protocol/index.js';
import type { RunCard } from '../../protocol/index.js';
import type { MimeBundle } from '../runs/cell-execution.js';
import { RunView } from '../runs/run-view.js';
import { renderCardHtml } from './card-html.js';
import { renderCardText } from './card-text.js';

/** The card for our own front end, for others, and for terminals. */
export function makeBundle(card: RunCard): MimeBundle {
  return {
    [RUN_CARD_MIME_TYPE]: card,
    'text/html': renderCardHtml(card),
    'text/plain': renderCardText(card)
  };
}

/**
 * Makes a card that nobody sees. The first one takes milliseconds, since all its code is new to
 * Node; afterwards the one in a training cell, which holds the training up, takes tenths of one.
 */
export function rehearseBundle(): void {
  const view = new RunView('', 'rehearsal', '', 0);
  for (const step of [0, 1, 2]) {
    view.addMetric('loss', step, 1 / (step + 1));
  }
  makeBundle({
    version: 1,
    kernelId: '',
    cellId: null,
    executionCount: 0,
    experiment: { name: '', id: null },
    totalRuns: 1,
    runs: [view.summary],
    delivery: { state: 'delivered' },
    faults: []
  });
}
