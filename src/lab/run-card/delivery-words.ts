import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunCard } from '../../protocol/index.js';

/** Something about the way of the records that a person should know. */
export interface DeliveryNote {
  readonly level: 'wait' | 'loss';
  readonly text: string;
  /** What to do about it. */
  readonly next: string;
}

/** The note for a card, or null where all is well. */
export function deliveryNote(card: RunCard, trans: TranslationBundle): DeliveryNote | null {
  const { delivery } = card;
  switch (delivery.state) {
    case 'delivering':
    case 'delivered':
      return null;
    case 'waiting': {
      const since = new Date(delivery.since).toLocaleTimeString();
      const text = trans._n(
        '%1 record waits for MLflow since %2.',
        '%1 records wait for MLflow since %2.',
        delivery.waiting,
        since
      );
      return { level: 'wait', text: `${text} ${delivery.reason}`, next: delivery.next };
    }
    case 'offline':
      return {
        level: 'wait',
        text: trans.__(
          'Kept on this machine and not delivered to MLflow yet, since offline is switched on.'
        ),
        next: delivery.next
      };
    case 'refused': {
      const text = trans._n(
        'MLflow refused %1 record; the rest is logged.',
        'MLflow refused %1 records; the rest is logged.',
        delivery.refused
      );
      return { level: 'loss', text: `${text} ${delivery.reason}`, next: delivery.next };
    }
    case 'not-recorded': {
      const text = trans.__('What came after this is not recorded.');
      return { level: 'loss', text: `${text} ${delivery.reason}`, next: delivery.next };
    }
  }
}

/** The foot line: how many runs went to which experiment. `%1` is the count, `%2` the name. */
export function footWords(card: RunCard, isRunning: boolean, trans: TranslationBundle): string {
  const { totalRuns: count, experiment } = card;
  if (['waiting', 'offline', 'not-recorded'].includes(card.delivery.state)) {
    return trans._n(
      'Recorded %1 run for experiment %2',
      'Recorded %1 runs for experiment %2',
      count,
      experiment.name
    );
  }
  return isRunning
    ? trans._n(
        'Logging %1 run to experiment %2',
        'Logging %1 runs to experiment %2',
        count,
        experiment.name
      )
    : trans._n(
        'Logged %1 run to experiment %2',
        'Logged %1 runs to experiment %2',
        count,
        experiment.name
      );
}
