import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeError } from '../../../src/kernel/patch/describe-error.js';
import { Faults } from '../../../src/kernel/patch/faults.js';

function explode(): number {
  throw new TypeError('no such thing');
}

describe('Faults', () => {
  it('keeps a failure away and counts it', async () => {
    const faults = new Faults({});
    assert.equal(faults.guard('reading', explode), undefined);
    assert.equal(await faults.guardAsync('reading', explode), undefined);
    const reject = async (): Promise<number> => Promise.reject(new TypeError('no such thing'));
    assert.equal(await faults.guardAsync('reading', reject), undefined);
    assert.deepEqual(faults.messages, ['reading: TypeError: no such thing']);
    assert.equal(faults.count('reading: TypeError: no such thing'), 3);
  });

  it('hands on what works', async () => {
    const faults = new Faults({});
    assert.equal(
      faults.guard('reading', () => 5),
      5
    );
    assert.equal(await faults.guardAsync('reading', async () => Promise.resolve(6)), 6);
    assert.deepEqual(faults.messages, []);
  });

  it('tells each cause once', () => {
    const faults = new Faults({});
    const told: string[] = [];
    faults.onFault(message => told.push(message));
    faults.guard('reading', explode);
    faults.guard('reading', explode);
    faults.guard('writing', explode);
    assert.deepEqual(told, [
      'reading: TypeError: no such thing',
      'writing: TypeError: no such thing'
    ]);
  });

  it('survives a listener that fails', () => {
    const faults = new Faults({});
    const told: string[] = [];
    faults.onFault(() => {
      throw new Error('cannot show');
    });
    faults.onFault(message => told.push(message));
    assert.doesNotThrow(() => faults.guard('reading', explode));
    assert.equal(told.length, 1);
    assert.deepEqual(faults.messages, [
      'reading: TypeError: no such thing',
      'telling a fault: Error: cannot show'
    ]);
  });

  it('forgets the hundred and first cause', () => {
    const faults = new Faults({});
    for (let index = 0; index < 200; index += 1) {
      faults.report('reading', new Error(`number ${index}`));
    }
    assert.equal(faults.messages.length, 100);
    assert.equal(faults.messages.at(-1), 'reading: Error: number 99');
    faults.report('reading', new Error('number 0'));
    assert.equal(faults.count('reading: Error: number 0'), 2);
  });

  it('throws again in test mode only', async () => {
    const testing = new Faults({ AUTOLOG_TESTING: '1' });
    assert.throws(() => testing.guard('reading', explode), TypeError);
    await assert.rejects(testing.guardAsync('reading', explode), TypeError);
    assert.equal(testing.messages.length, 1);
    assert.doesNotThrow(() => new Faults({ AUTOLOG_TESTING: '0' }).guard('reading', explode));
  });
});

/** As tfjs makes its own errors: the class says more than the name. */
class ValueError extends Error {}

describe('Describing an error', () => {
  const hostile = {
    get message(): string {
      throw new Error('no');
    }
  };
  Object.setPrototypeOf(hostile, Error.prototype);

  const cases: [unknown, string][] = [
    [new RangeError('too far'), 'RangeError: too far'],
    [new ValueError('shapes differ'), 'ValueError: shapes differ'],
    [new Error('two\n  lines\n'), 'Error: two lines'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [Symbol('sign'), 'Symbol(sign)'],
    [Object.create(null), '[object Object]'],
    [hostile, '[object Object]']
  ];
  for (const [error, words] of cases) {
    it(`says ${words}`, () => {
      assert.equal(describeError(error), words);
    });
  }

  it('cuts what is longer than a thousand characters, between characters', () => {
    assert.equal(describeError('x'.repeat(1000)), 'x'.repeat(1000));
    assert.equal(describeError('x'.repeat(1001)), `${'x'.repeat(999)}…`);
    assert.equal(describeError('x'.repeat(998) + '😀'.repeat(2)), `${'x'.repeat(998)}…`);
  });
});
