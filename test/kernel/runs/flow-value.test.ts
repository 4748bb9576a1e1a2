import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { FlowValue } from '../../../src/kernel/runs/flow-value.js';

const [red, blue] = [{ name: 'red' }, { name: 'blue' }];

describe('A value of an asynchronous flow', () => {
  it('is there for a body and for all that it starts, and nowhere else', async () => {
    const value = new FlowValue<object>();
    const slow = async (): Promise<object | null> => {
      await turn();
      return value.current;
    };
    assert.equal(value.current, null);
    const both = await Promise.all([value.within(red, slow), value.within(blue, slow), slow()]);
    assert.deepEqual(both, [red, blue, null]);
    assert.equal(value.current, null);
  });

  it('is replaced by that of a body inside, until its end', () => {
    const value = new FlowValue<object>();
    value.within(red, () => {
      value.within(blue, () => {
        assert.equal(value.current, blue);
      });
      assert.equal(value.current, red);
    });
  });

  it('leaves other values as they are, entered or within', async () => {
    const [one, other] = [new FlowValue<object>(), new FlowValue<object>()];
    await turn();
    one.enter(red);
    other.within(blue, () => {
      assert.equal(one.current, red);
      one.enter(blue);
      assert.deepEqual([one.current, other.current], [blue, blue]);
    });
    assert.deepEqual([one.current, other.current], [red, null]);
  });

  it('is given back when the body throws', () => {
    const value = new FlowValue<object>();
    assert.throws(() =>
      value.within(red, () => {
        throw new Error('stop');
      })
    );
    assert.equal(value.current, null);
  });
});
