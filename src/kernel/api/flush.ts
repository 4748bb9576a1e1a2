import { MlflowArgumentError } from '../../tracking/index.js';
import type { DeliveryState } from '../delivery/delivery-state.js';
import type { JournalRecord } from '../journal/records.js';
import type { Recorder } from '../runs/recorder.js';
import { checkObject } from './checks.js';
import type { FlushOptions, FlushResult } from './types/mlflow.js';

/** The longest that a flush waits unless it is told otherwise, in seconds. */
const TIMEOUT_SECONDS = 60;

/** A way to a server, as far as it is needed here. */
export interface FlushedDestination {
  readonly delivery: DeliveryState;
  readonly journal: { readonly bytes: number; append(record: JournalRecord): boolean };
}

export interface FlushParts {
  readonly recorder: Recorder;
  readonly destinations: { readonly all: readonly FlushedDestination[] };
}

/** Resolves once the servers have all that was recorded before the call. */
export async function flush(
  { recorder, destinations }: FlushParts,
  options: FlushOptions = {}
): Promise<FlushResult> {
  const { timeout = TIMEOUT_SECONDS } = checkObject('options', options);
  if (typeof timeout !== 'number' || !(timeout >= 0)) {
    throw new MlflowArgumentError(
      `flush was given the timeout ${String(timeout)}: give seconds, such as 60.`
    );
  }
  const refusedBefore = refusedOf(destinations);
  await recorder.written();
  await Promise.all(destinations.all.map(destination => flushOne(destination, timeout)));
  return { refused: refusedOf(destinations) - refusedBefore };
}

/** As {@link flush}; at once where nothing was recorded since the server had it all. */
export async function flushBeforeRead(parts: FlushParts): Promise<void> {
  await parts.recorder.written();
  const isWaiting = ({ delivery, journal }: FlushedDestination): boolean =>
    journal.bytes > 0 && delivery.current.state !== 'delivered';
  if (parts.destinations.all.some(isWaiting)) {
    await flush(parts);
  }
}

function refusedOf({ all }: FlushParts['destinations']): number {
  return all.reduce((sum, { delivery }) => sum + delivery.refused, 0);
}

async function flushOne({ delivery, journal }: FlushedDestination, timeout: number): Promise<void> {
  if (journal.bytes === 0 && delivery.current.state !== 'not-recorded') {
    return;
  }
  journal.append({ type: 'flush', time: Date.now() });
  const state = delivery.current;
  if (state.state === 'not-recorded') {
    throw new Error(`Not all was recorded: ${state.reason} ${state.next}`);
  }
  if (state.state === 'offline') {
    throw new Error(
      `It is kept in the journal and not delivered, since offline is switched on. ${state.next}`
    );
  }
  if (!(await isDone(delivery.deliveredUpTo(journal.bytes), timeout * 1000))) {
    throw new Error(describeRest(delivery, timeout));
  }
}

/** Whether `promise` is fulfilled within `milliseconds`. */
async function isDone(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>(resolve => {
    // More than a timer takes means for ever, as Infinity does.
    timer = setTimeout(resolve, Math.min(milliseconds, 2 ** 31 - 1), false);
  });
  try {
    return await Promise.race([promise.then(() => true), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function describeRest({ current }: DeliveryState, timeout: number): string {
  const waited = `Not all was delivered within ${timeout} s.`;
  const kept = 'It is kept in the journal and delivered later.';
  return current.state === 'waiting'
    ? `${waited} ${current.waiting} records wait: ${current.reason} ${current.next} ${kept}`
    : `${waited} ${kept}`;
}
