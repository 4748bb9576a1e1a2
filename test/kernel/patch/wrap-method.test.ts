import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Faults } from '../../../src/kernel/patch/faults.js';
import { wrapMethod } from '../../../src/kernel/patch/wrap-method.js';
import { compiled, ScriptFolder } from '../child-script.js';
import { watch } from './watched-call.js';

describe('A wrapped method', () => {
  it('gives its caller what the original returns, and the original its caller and arguments', () => {
    const result = {};
    const calls: unknown[][] = [];
    const { owner, seen } = watch(
      {
        method(...args: unknown[]) {
          calls.push([this, ...args]);
          return result;
        }
      },
      'method'
    );

    assert.equal(owner.method(1, 'two'), result);

    assert.deepEqual(calls, [[owner, 1, 'two']]);
    assert.deepEqual(seen, [
      ['begin', owner, [1, 'two']],
      ['returned', result]
    ]);
  });

  for (const error of [new Error('mine'), undefined, null, 0, '', false]) {
    it(`throws the very ${String(error)} that the original throws`, () => {
      const { owner, seen } = watch(
        {
          method(): void {
            // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown
            throw error;
          }
        },
        'method'
      );
      let caught: unknown = 'nothing';
      try {
        owner.method();
      } catch (thrown) {
        caught = thrown;
      }
      assert.equal(caught, error);
      assert.deepEqual(seen.slice(1), [['threw', error]]);
    });

    it(`rejects with the very ${String(error)} that the original rejects with`, async () => {
      const { owner, seen } = watch(
        {
          async method(): Promise<void> {
            await Promise.resolve();
            // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown
            throw error;
          }
        },
        'method'
      );
      const caught = await owner.method().then(
        () => 'nothing',
        (thrown: unknown) => thrown
      );
      assert.equal(caught, error);
      assert.deepEqual(seen.slice(1), [['threw', error]]);
    });
  }

  it('returns one promise, which can be awaited twice', async () => {
    let calls = 0;
    const { owner, seen } = watch(
      {
        async method(): Promise<object> {
          calls += 1;
          return Promise.resolve({ calls });
        }
      },
      'method'
    );
    const promise = owner.method();
    assert.equal(await promise, await promise);
    assert.equal(calls, 1);
    assert.equal(seen.length, 2);
  });

  it('lets its caller go on only after the observer has seen the result', async () => {
    const order: string[] = [];
    const { owner } = watch(
      { method: async (): Promise<string> => Promise.resolve('result') },
      'method',
      {
        returned: async () => {
          await new Promise(resolve => setImmediate(resolve));
          order.push('observer');
        }
      }
    );
    await owner.method();
    order.push('caller');
    assert.deepEqual(order, ['observer', 'caller']);
  });

  it('returns a promise of the class that the original returns', async () => {
    class OwnPromise<T> extends Promise<T> {}
    const { owner } = watch({ method: (): Promise<number> => OwnPromise.resolve(1) }, 'method');
    const promise = owner.method();
    assert.ok(promise instanceof OwnPromise);
    assert.equal(await promise, 1);
  });

  it('leaves other thenables alone, since asking one for its value may start it', () => {
    let asked = 0;
    const lazy = {
      then: (): void => {
        asked += 1;
      }
    };
    const { owner } = watch({ method: () => lazy }, 'method');
    assert.equal(owner.method(), lazy);
    assert.equal(asked, 0);
  });

  it('leaves an unhandled rejection unhandled, with its own reason', async () => {
    const folder = new ScriptFolder({
      'main.js': `
        const { wrapMethod } = require(${JSON.stringify(compiled('patch/wrap-method.js'))});
        const { Faults } = require(${JSON.stringify(compiled('patch/faults.js'))});
        const error = new Error('nobody listens');
        const owner = { method: async () => { throw error; } };
        const call = { within: original => original(), returned() {}, threw() {} };
        wrapMethod(owner, 'method', { begin: () => call }, new Faults());
        const reasons = [];
        process.on('unhandledRejection', reason => reasons.push(reason === error));
        process.on('exit', () => console.log(JSON.stringify(reasons)));
        void owner.method();
      `
    });
    assert.deepEqual(await folder.run('main.js'), [true]);
    folder.remove();
  });

  it('serves subclasses with their own instances', () => {
    class Base {
      name(): string {
        return this.constructor.name;
      }
    }
    class Derived extends Base {}
    const { seen } = watch(Base.prototype, 'name');
    const derived = new Derived();
    assert.equal(derived.name(), 'Derived');
    assert.deepEqual(seen[0], ['begin', derived, []]);
  });

  it('keeps name, length, own properties, and how it is listed', () => {
    function original(this: unknown, first: number, second: number): number {
      return first + second;
    }
    const owner = { method: Object.assign(original, { version: 3 }) };
    Object.defineProperty(owner, 'method', { enumerable: false });
    watch(owner, 'method');
    assert.notEqual(owner.method, original);
    assert.equal(owner.method.name, 'original');
    assert.equal(owner.method.length, 2);
    assert.equal(owner.method.version, 3);
    assert.deepEqual(Object.keys(owner), []);
    assert.equal(Object.getOwnPropertyDescriptor(owner, 'method')?.writable, true);
  });

  it('is the original again after unwrapping', () => {
    const original = (): number => 1;
    const { owner, unwrap, seen } = watch({ method: original }, 'method');
    unwrap();
    assert.equal(owner.method, original);
    assert.equal(owner.method(), 1);
    assert.deepEqual(seen, []);
  });

  it('stays where somebody else wrapped it over', () => {
    const { owner, unwrap, seen } = watch({ method: (): number => 1 }, 'method');
    const ours = owner.method;
    const theirs = (): number => ours() + 1;
    owner.method = theirs;
    unwrap();
    assert.equal(owner.method, theirs);
    assert.equal(owner.method(), 2);
    assert.equal(seen.length, 2);
  });

  it('is not wrapped a second time', () => {
    const owner = { method: () => 1 };
    const first = watch(owner, 'method');
    const second = watch(owner, 'method');
    assert.equal(owner.method(), 1);
    assert.equal(first.seen.length, 2);
    assert.deepEqual(second.seen, []);
    second.unwrap();
    owner.method();
    assert.equal(first.seen.length, 4);
  });

  it('is left alone where the observer stays out of a call', () => {
    const { owner, faults } = watch({ method: (value: number) => value }, 'method', {
      begin: () => null
    });
    assert.equal(owner.method(5), 5);
    assert.deepEqual(faults.messages, []);
  });

  it('is not made where there is nothing to wrap', () => {
    class Base {
      inherited(): number {
        return 1;
      }
      get accessor(): () => number {
        return () => 2;
      }
    }
    class Derived extends Base {}
    for (const [owner, name] of [
      [Derived.prototype, 'inherited'],
      [Base.prototype, 'accessor'],
      [Base.prototype, 'missing']
    ] as const) {
      wrapMethod(owner, name, { begin: () => assert.fail('observed') }, new Faults({}));
    }
    const derived = new Derived();
    assert.equal(derived.inherited(), 1);
    assert.equal(derived.accessor(), 2);
    assert.ok(!Object.hasOwn(Derived.prototype, 'inherited'));
  });

  it('does not stand in the stack traces of what its promise rejects with', async () => {
    const { owner } = watch(
      {
        async method(): Promise<void> {
          await Promise.resolve();
          throw new Error('deep');
        }
      },
      'method'
    );
    async function caller(): Promise<void> {
      await owner.method();
    }
    const error = await caller().catch((thrown: unknown) => thrown as Error);
    assert.match(error!.stack!, /at async caller/);
    assert.doesNotMatch(
      error!.stack!,
      /src\/kernel\/patch\/(wrap-method|faults|call-once)\.(js|ts):/
    );
  });
});
