import { formatDuration, formatNumber } from '../../format/index.js';
import { decodeMetricValue } from '../../protocol/index.js';
import type { Delivery, RunCard, RunSummary } from '../../protocol/index.js';

/** The card as plain text: for terminals, diffs, and front ends without our extension. */
export function renderCardText(card: RunCard): string {
  const lines = card.runs.flatMap(run => [headline(run), ...metricsLine(run)]);
  return [...lines, loggedLine(card), ...notes(card)].join('\n');
}

/** "finished in 12.4 s, 40 epochs", "epoch 3 of 20, 1.2 s", "failed after 0.3 s: ValueError: …" */
export function describeRun(run: RunSummary, now: number): string {
  const time = formatDuration((run.endTime ?? now) - run.startTime);
  const { progress } = run;
  const unit = progress?.unit ?? 'epoch';
  const done = progress === null ? '' : `, ${count(progress.done, unit)}`;
  switch (run.status) {
    case 'RUNNING':
      return progress === null
        ? `running, ${time}`
        : `${unit} ${progress.done}${progress.total === null ? '' : ` of ${progress.total}`}, ${time}`;
    case 'FINISHED':
      return `finished in ${time}${done}${run.reason === null ? '' : `: ${run.reason}`}`;
    case 'FAILED':
      return `failed after ${time}${done}${run.reason === null ? '' : `: ${run.reason}`}`;
    case 'KILLED':
      return `stopped after ${time}${done}${run.reason === null ? '' : `: ${run.reason}`}`;
  }
}

/** "Logged 3 runs to experiment iris" */
export function loggedLine(card: RunCard): string {
  return `Logged ${count(card.totalRuns, 'run')} to experiment ${card.experiment.name}`;
}

/** What a person must know beyond the numbers, most pressing first. */
export function notes(card: RunCard): readonly string[] {
  return [...describeDelivery(card.delivery), ...card.faults];
}

const OFFLINE = 'Kept on this machine and not delivered yet, since offline is switched on.';

function describeDelivery(delivery: Delivery): readonly string[] {
  switch (delivery.state) {
    case 'delivering':
    case 'delivered':
      return [];
    case 'waiting':
      return [`${count(delivery.waiting, 'record')} waiting: ${delivery.reason} ${delivery.next}`];
    case 'offline':
      return [`${OFFLINE} ${delivery.next}`];
    case 'refused':
      return [`${count(delivery.refused, 'record')} refused: ${delivery.reason} ${delivery.next}`];
    case 'not-recorded':
      return [`Not recorded: ${delivery.reason} ${delivery.next}`];
  }
}

function headline(run: RunSummary): string {
  return `${run.name}  ${describeRun(run, Date.now())}`;
}

function metricsLine(run: RunSummary): readonly string[] {
  return run.metrics.length === 0
    ? []
    : [
        `  ${run.metrics.map(({ key, last }) => `${key} ${formatNumber(decodeMetricValue(last))}`).join('  ')}`
      ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
