import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ObservedCall } from '../../../src/kernel/patch/wrap-method.js';
import { Faults } from '../../../src/kernel/patch/faults.js';
import { fail, watch } from './watched-call.js';

const FAULT = ['observing method: Error: the observer is broken'];

/** Every way in which an observer can break, beside `returned` and `threw`. */
const BROKEN = {
  'fails to begin': { begin: fail },
  'fails before it calls the original': { within: fail },
  'fails after it has called the original': {
    within: (original: () => unknown) => {
      original();
      fail();
    }
  },
  'swallows what the original throws and fails otherwise': {
    within: (original: () => unknown) => {
      try {
        original();
      } finally {
        // eslint-disable-next-line no-unsafe-finally -- that is what is tried
        throw new Error('the observer is broken');
      }
    }
  }
};

/** Ways in which it is no fault, but wrong all the same. */
const WRONG: Record<string, Pick<ObservedCall, 'within'>> = {
  'never calls the original': { within: () => 'its own' },
  'calls the original twice': {
    within: original => [original(), original()]
  },
  'returns something else': {
    within: original => {
      original();
      return 'its own';
    }
  },
  'swallows what the original throws': {
    within: original => {
      try {
        return original();
      } catch {
        return 'its own';
      }
    }
  }
};

function owner(): {
  calls: number;
  method(fails: boolean): Promise<string> | string;
  error: Error;
} {
  return {
    calls: 0,
    error: new Error('the user’s own'),
    method(fails) {
      this.calls += 1;
      if (fails) {
        throw this.error;
      }
      return 'result';
    }
  };
}

for (const [how, parts] of Object.entries({ ...BROKEN, ...WRONG })) {
  describe(`When an observer ${how}, the user's call`, () => {
    const faults = how in BROKEN ? FAULT : [];

    it('happens once and returns its result', () => {
      const watched = watch(owner(), 'method', parts);
      assert.equal(watched.owner.method(false), 'result');
      assert.equal(watched.owner.calls, 1);
      assert.deepEqual(watched.faults.messages, faults);
    });

    it('happens once and throws its own error', () => {
      const watched = watch(owner(), 'method', parts);
      assert.throws(
        () => watched.owner.method(true),
        error => error === watched.owner.error
      );
      assert.equal(watched.owner.calls, 1);
    });
  });
}

describe('When an observer fails at the end of a call', () => {
  for (const returned of [fail, async () => Promise.reject(new Error('the observer is broken'))]) {
    it('the result is the user’s own, at once or promised', async () => {
      const sync = watch({ method: () => 1 }, 'method', { returned });
      assert.equal(sync.owner.method(), 1);
      await new Promise(resolve => setImmediate(resolve));
      assert.deepEqual(sync.faults.messages, FAULT);

      const async = watch({ method: async () => Promise.resolve(2) }, 'method', { returned });
      assert.equal(await async.owner.method(), 2);
      assert.deepEqual(async.faults.messages, FAULT);
    });
  }

  for (const threw of [fail, async () => Promise.reject(new Error('the observer is broken'))]) {
    it('the error is the user’s own, thrown or rejected with', async () => {
      const error = new Error('the user’s own');
      const sync = watch(
        {
          method: (): void => {
            throw error;
          }
        },
        'method',
        { threw }
      );
      assert.throws(sync.owner.method, thrown => thrown === error);
      await new Promise(resolve => setImmediate(resolve));
      assert.deepEqual(sync.faults.messages, FAULT);

      const async = watch({ method: async () => Promise.reject(error) }, 'method', { threw });
      await assert.rejects(async.owner.method(), thrown => thrown === error);
      assert.deepEqual(async.faults.messages, FAULT);
    });
  }
});

describe('In test mode, a broken observer', () => {
  it('breaks the call', () => {
    for (const parts of Object.values(BROKEN)) {
      const testing = new Faults({ AUTOLOG_TESTING: '1' });
      const watched = watch(owner(), 'method', parts, testing);
      assert.throws(() => watched.owner.method(false), /the observer is broken/);
    }
  });

  it('breaks a promised call', async () => {
    const testing = new Faults({ AUTOLOG_TESTING: '1' });
    const watched = watch(
      { method: async () => Promise.resolve(1) },
      'method',
      { returned: fail },
      testing
    );
    await assert.rejects(watched.owner.method(), /the observer is broken/);
  });
});
