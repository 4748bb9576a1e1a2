import { setTimeout as pause } from 'node:timers/promises';
import {
  PASS,
  startGate,
  type GateRule,
  type TrackingGate
} from '../../kernel/shipper/tracking-gate.js';
import type { Fault } from '../suite/fault.js';

const WRITERS = 3;
/** How long the server fails, and how long it works between, at most, in milliseconds. */
const FAILS_MS = 2000;
const WORKS_MS = 1500;

/** A fault of the server's answers, for moments of the seed's. `fail` begins it, and gives what ends it. */
function fault(
  name: string,
  fail: (gate: TrackingGate) => Promise<() => Promise<void>>,
  environment: NodeJS.ProcessEnv = {}
): Fault {
  return {
    name,
    times: { whole: 10, ci: 2 },
    run: async stage => {
      const tracker = await stage.startTracker();
      const gate = await startGate(tracker.url);
      stage.defer(() => gate.shut());
      const writers = Array.from({ length: WRITERS }, () =>
        stage.startWriter(
          gate.url,
          { kind: 'steady', seed: stage.random.seedFor() },
          { environment }
        )
      );
      for (let time = 0; time < stage.times; time++) {
        await pause(stage.random.integer(0, WORKS_MS));
        const seen = gate.seen.length;
        const heal = await fail(gate);
        await pause(stage.random.integer(200, FAILS_MS));
        await metBySomebody(name, gate, seen);
        await heal();
      }
      await Promise.all(writers.map(writer => writer.end()));
      await stage.delivered();
      return { ...(await stage.count(tracker)), times: stage.times };
    }
  };
}

/** A fault that no request meets is none. What is refused at the door is not seen. */
async function metBySomebody(name: string, gate: TrackingGate, seen: number): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (gate.isOpen && gate.seen.length === seen) {
    if (performance.now() > deadline) {
      throw new Error(`No request met the fault "${name}".`);
    }
    await pause(20);
  }
}

function byRule(rule: GateRule): (gate: TrackingGate) => Promise<() => Promise<void>> {
  return async gate => {
    gate.rule = rule;
    return async () => {
      gate.rule = () => PASS;
    };
  };
}

const failure = JSON.stringify({ error_code: 'INTERNAL_ERROR', message: 'something broke' });
const busy = JSON.stringify({ error_code: 'TEMPORARILY_UNAVAILABLE', message: 'later' });
const overload = JSON.stringify({
  error_code: 'BAD_REQUEST',
  message:
    'QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00 ' +
    '(Background on this error at: https://sqlalche.me/e/20/3o7r)'
});
const LOG_IN = '<!doctype html><title>Sign in</title><form action="/login"></form>';

/** In seconds, as MLflow's variable has it: the product's own limit is a minute. */
const SHORT_LIMIT = { MLFLOW_HTTP_REQUEST_TIMEOUT: '1' };

export const ANSWERS: readonly Fault[] = [
  fault(
    'answer-500',
    byRule(() => ({ do: 'answer', status: 500, body: failure }))
  ),
  fault(
    'answer-503',
    byRule(() => ({ do: 'answer', status: 503, body: busy, headers: { 'Retry-After': '1' } }))
  ),
  fault(
    'answer-429',
    byRule(() => ({ do: 'answer', status: 429, body: busy, headers: { 'Retry-After': '1' } }))
  ),
  // As MLflow says that its database has no connection left.
  fault(
    'answer-overload',
    byRule(() => ({ do: 'answer', status: 400, body: overload }))
  ),
  fault('answer-refused', async gate => {
    await gate.shut();
    return () => gate.open();
  }),
  fault(
    'answer-reset',
    byRule(() => ({ do: 'reset-in-body' }))
  ),
  fault(
    'answer-half',
    byRule(() => ({ do: 'half-answer' }))
  ),
  // An upload has ten minutes, which nobody sets: those pass.
  fault(
    'answer-never',
    byRule((_path, method) => (method === 'PUT' ? PASS : { do: 'hang' })),
    SHORT_LIMIT
  ),
  fault(
    'answer-lost',
    byRule(() => ({ do: 'pass-then', then: () => Promise.reject(new Error('lost')) }))
  ),
  fault(
    'answer-log-in-page',
    byRule(() => ({ do: 'answer', status: 200, body: LOG_IN, type: 'text/html' }))
  )
];
