import { elapsed } from '../terminal/elapsed.mjs';
import { table } from '../terminal/table.mjs';

const HEADER = [
  'fault',
  'times',
  'acknowledged',
  'found once',
  'refused',
  'lost',
  'twice',
  'RUNNING',
  'worst delay ms',
  'time'
];

/** Whether the promise was kept, or could not be tried on this machine. */
export function isFine({ isKept = false, impossible }) {
  return isKept || impossible !== undefined;
}

/** One line a fault. */
export function verdictTable(verdicts) {
  return table(HEADER, verdicts.map(row));
}

/** What a person needs to know about a fault that did not go well, or null. */
export function explanation({ name, failed, impossible, outcome }) {
  if (failed !== undefined) {
    return `${name} could not be carried out, or broke its promise: ${failed}`;
  }
  if (impossible !== undefined) {
    return `${name} was left out: ${impossible}`;
  }
  return outcome.examples.length > 0 ? `${name}:\n  ${outcome.examples.join('\n  ')}` : null;
}

function row({ name, milliseconds, outcome, impossible }) {
  const time = elapsed(milliseconds);
  if (outcome === undefined) {
    const word = impossible === undefined ? 'FAILED' : 'left out';
    return [name, word, ...Array.from({ length: HEADER.length - 3 }, () => '-'), time];
  }
  const { times, acknowledged, foundOnce, refused, lost, twice, running, worstDelay } = outcome;
  const delay = Math.round(worstDelay * 10) / 10;
  return [name, times, acknowledged, foundOnce, refused, lost, twice, running, delay, time];
}
