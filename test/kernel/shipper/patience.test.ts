import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../../../src/kernel/shipper/failures/failure.js';
import {
  GaveUpError,
  Patience,
  ShutdownError
} from '../../../src/kernel/shipper/failures/patience.js';
import { Slots } from '../../../src/kernel/shipper/slots.js';

class Waits extends Error {
  constructor(readonly scope: Failure['scope']) {
    super(`the ${scope} fails`);
  }
}

function makePatience(): {
  patience: Patience;
  told: (string | null)[];
  shutdown: AbortController;
} {
  const told: (string | null)[] = [];
  const shutdown = new AbortController();
  const patience = new Patience({
    failureOf: error =>
      error instanceof Waits
        ? { scope: error.scope, reason: error.message, next: '', retryAfter: null }
        : null,
    longestPause: took => Math.max(50, 4 * took),
    signal: shutdown.signal,
    onChange: failure => told.push(failure?.reason ?? null)
  });
  return { patience, told, shutdown };
}

/** Fails so often, then succeeds. */
function failing(times: number, error: Error): (attempt: number) => Promise<string> {
  return attempt => (attempt <= times ? Promise.reject(error) : Promise.resolve('done'));
}

describe('patience', () => {
  it('does not tell of one failure', async () => {
    const { patience, told } = makePatience();
    assert.equal(await patience.run(new Slots(1), failing(1, new Waits('server'))), 'done');
    assert.deepEqual(told, []);
  });

  it('tells once what it waits for, and when it waits no more', async () => {
    const { patience, told } = makePatience();
    await patience.run(new Slots(1), failing(4, new Waits('server')));
    assert.deepEqual(told, ['the server fails', null]);
  });

  it('does not repeat what is refused', async () => {
    const { patience } = makePatience();
    let attempts = 0;
    const refusal = new Error('no');
    await assert.rejects(
      patience.run(new Slots(1), () => {
        attempts++;
        return Promise.reject(refusal);
      }),
      refusal
    );
    assert.equal(attempts, 1);
  });

  it('lets others pass while one request waits', async () => {
    const { patience } = makePatience();
    const slots = new Slots(1);
    const order: string[] = [];
    const note = (name: string) => () => order.push(name);
    await Promise.all([
      patience.run(slots, failing(2, new Waits('request'))).then(note('waited')),
      patience.run(slots, failing(0, new Waits('request'))).then(note('passed'))
    ]);
    assert.deepEqual(order, ['passed', 'waited']);
  });

  it('asks nothing else of a server that fails while it pauses', async () => {
    const { patience } = makePatience();
    const slots = new Slots(1);
    const asked: number[] = [];
    const ask = (attempt: number): Promise<string> => {
      asked.push(performance.now());
      return failing(1, new Waits('server'))(attempt);
    };
    await Promise.all([patience.run(slots, ask), patience.run(slots, ask)]);
    const [first = 0, second = 0] = asked;
    assert.ok(
      second - first >= 24,
      `half of the longest pause, but for the timer's grain: ${second - first}`
    );
  });

  it('has one request at a time ask a server that fails', async () => {
    const { patience } = makePatience();
    const slots = new Slots(4);
    const beside: number[] = [];
    let underWay = 0;
    const ask = async (): Promise<string> => {
      beside.push(underWay++);
      await new Promise(setImmediate);
      underWay--;
      if (beside.length < 10) {
        throw new Waits('server');
      }
      return 'done';
    };
    await Promise.all([1, 2, 3, 4].map(() => patience.run(slots, ask)));
    // The first of each is under way when the server begins to fail.
    assert.deepEqual(beside.slice(0, 10), [0, 1, 2, 3, 0, 0, 0, 0, 0, 0]);
  });

  it('lets another kind of request pass while one waits for a server that fails', async () => {
    const { patience } = makePatience();
    const [files, numbers] = [new Slots(1), new Slots(1)];
    let isBack = false;
    const file = patience.run(files, () =>
      isBack ? Promise.resolve('file') : Promise.reject(new Waits('server'))
    );
    await sleep(0);
    assert.equal(await patience.run(numbers, failing(0, new Waits('server'))), 'done');
    isBack = true;
    assert.equal(await file, 'file');
  });

  it('leaves a server that takes long to fail as much time, but for the first time', async t => {
    const { patience } = makePatience();
    t.mock.method(Math, 'random', () => 1);
    const began: number[] = [];
    await patience.run(new Slots(1), async attempt => {
      began.push(performance.now());
      await sleep(500);
      return failing(2, new Waits('server'))(attempt);
    });
    const [first = 0, second = 0, third = 0] = began;
    assert.ok(second - first < 900, `500 ms and the usual 200: ${second - first}`);
    assert.ok(third - second >= 998, `500 ms and as much of a pause: ${third - second}`);
  });

  it('goes on with all at once when the server is back', async () => {
    const { patience } = makePatience();
    let isBack = false;
    const ask = (): Promise<string> =>
      isBack ? Promise.resolve('done') : Promise.reject(new Waits('server'));
    const asked = [1, 2, 3].map(() => patience.run(new Slots(1), ask));
    await sleep(0);
    isBack = true;
    assert.deepEqual(await Promise.all(asked), ['done', 'done', 'done']);
  });

  it('ends after its limit, for those in the queue at once', async () => {
    const { patience } = makePatience();
    const slots = new Slots(1);
    const never = (): Promise<string> => Promise.reject(new Waits('server'));
    const asked = [1, 2, 3].map(() => patience.run(slots, never));
    const began = performance.now();
    patience.limit(300);
    const results = await Promise.allSettled(asked);
    assert.ok(results.every(({ status }) => status === 'rejected'));
    assert.ok(results.every(one => one.status === 'rejected' && one.reason instanceof GaveUpError));
    const took = performance.now() - began;
    assert.ok(took >= 290 && took < 850, `one limit, not three: ${took} ms`);
  });

  it('leaves what it told standing when it gives up', async () => {
    const { patience, told } = makePatience();
    patience.limit(100);
    const asked = patience.run(new Slots(1), failing(Infinity, new Waits('server')));
    await assert.rejects(asked, GaveUpError);
    assert.deepEqual(told, ['the server fails']);
  });

  it('ends at once when the process is to end', async () => {
    const { patience, shutdown } = makePatience();
    const asked = patience.run(new Slots(1), failing(1000, new Waits('request')));
    shutdown.abort();
    await assert.rejects(asked, ShutdownError);
  });
});
