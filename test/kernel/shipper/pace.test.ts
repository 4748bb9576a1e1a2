import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Pace } from '../../../src/kernel/shipper/runs/pace.js';

describe('The pace of a run', () => {
  let now = 0;
  let pace: Pace;

  beforeEach(() => {
    now = 5000;
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(performance, 'now', () => now);
    pace = new Pace(1000);
  });

  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  async function pass(milliseconds: number): Promise<void> {
    now += milliseconds;
    mock.timers.tick(milliseconds);
    await turn();
  }

  /** When the request may go, is set to true. */
  function ask(): { isOut: boolean } {
    const request = { isOut: false };
    void pace.wait().then(() => (request.isOut = true));
    return request;
  }

  it('lets the first request go after an interval, with whoever waits by then', async () => {
    const [first, second] = [ask(), ask()];
    await pass(999);
    assert.deepEqual([first.isOut, second.isOut], [false, false]);
    await pass(1);
    assert.deepEqual([first.isOut, second.isOut], [true, true]);
    const third = ask();
    await pass(999);
    assert.equal(third.isOut, false);
    await pass(1);
    assert.equal(third.isOut, true);
  });

  it('lets a request go at once where none went for long', async () => {
    await pass(3000);
    const request = ask();
    await turn();
    assert.equal(request.isOut, true);
  });

  it('lets go who waits when it is woken, and nobody else sooner', async () => {
    const first = ask();
    pace.wake();
    pace.wake();
    await turn();
    assert.equal(first.isOut, true);
    const second = ask();
    await pass(999);
    assert.equal(second.isOut, false);
    await pass(1);
    assert.equal(second.isOut, true);
  });

  it('lets everybody go once it is told to hurry', async () => {
    const first = ask();
    pace.hurry();
    const second = ask();
    await turn();
    assert.deepEqual([first.isOut, second.isOut], [true, true]);
  });
});
