import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Throttle } from '../../../src/kernel/card/throttle.js';

describe('A throttle of 250 ms', () => {
  let now = 0;
  let actions: number[] = [];
  let throttle: Throttle;

  /** Lets time pass for timers and clock alike. */
  function pass(milliseconds: number): void {
    for (let passed = 0; passed < milliseconds; passed += 1) {
      now += 1;
      mock.timers.tick(1);
    }
  }

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    now = 10_000;
    actions = [];
    throttle = new Throttle(
      () => actions.push(now - 10_000),
      250,
      () => now
    );
  });

  afterEach(() => {
    mock.timers.reset();
  });

  it('acts at once, then at most every 250 ms, and once more after the last request', () => {
    for (let count = 0; count < 600; count += 1) {
      throttle.request();
      pass(1);
    }
    pass(1000);
    assert.deepEqual(actions, [0, 250, 500, 750]);
  });

  it('acts at once again after a pause', () => {
    throttle.request();
    pass(251);
    throttle.request();
    pass(1000);
    assert.deepEqual(actions, [0, 251]);
  });

  it('acts with the next request where no timer can fire', () => {
    throttle.request();
    throttle.request();
    now += 400;
    throttle.request();
    assert.deepEqual(actions, [0, 400]);
    pass(1000);
    assert.deepEqual(actions, [0, 400]);
  });

  it('settles what waits, and only that', () => {
    throttle.settle();
    throttle.request();
    throttle.settle();
    assert.deepEqual(actions, [0]);
    pass(10);
    throttle.request();
    throttle.settle();
    throttle.settle();
    assert.deepEqual(actions, [0, 10]);
    pass(1000);
    assert.deepEqual(actions, [0, 10]);
  });
});
