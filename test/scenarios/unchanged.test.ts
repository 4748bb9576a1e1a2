import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { RUN_CARD_MIME_TYPE } from '../../src/protocol/index.js';
import type { JupyterMessage } from './kernel/connection.js';
import type { Execution } from './kernel/tslab-kernel.js';
import { NotebookFolder } from './kernel/notebook-kernel.js';
import type { NotebookKernel } from './kernel/notebook-kernel.js';
import { CELLS } from './unchanged-cells.js';
import type { Cell } from './unchanged-cells.js';

/** Everything that a front end sees of an execution. */
function outcome({ status, executionCount, stdout, stderr, messages }: Execution): unknown {
  return {
    status,
    executionCount,
    stdout,
    stderr,
    // Pieces of output may come together or apart; all else comes as it comes.
    others: messages
      .filter(({ header }) => header.msg_type !== 'stream')
      .filter(message => !isOurs(message))
      .map(({ header, content }) => [header.msg_type, withoutChance(content)])
  };
}

/** The run card is the one thing that may be more. */
function isOurs({ content }: JupyterMessage): boolean {
  const data = content['data'] as object | undefined;
  return data !== undefined && RUN_CARD_MIME_TYPE in data;
}

/** Ids that tslab makes up for displays. */
function withoutChance(content: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(
    JSON.stringify(content, (key, value: unknown) => (key === 'display_id' ? 'an id' : value))
  );
}

for (const js of [false, true]) {
  const cells = CELLS.filter(({ ts }) => ts !== true || !js);

  describe(`A cell of the ${js ? 'JavaScript' : 'TypeScript'} kernel is the same with us and without:`, () => {
    const folder = new NotebookFolder();
    const env = { NODE_OPTIONS: '--max-old-space-size=2000' };
    let kernels: readonly [NotebookKernel, NotebookKernel];

    before(async () => {
      kernels = await Promise.all([
        folder.start({ js, env, autolog: false }),
        folder.start({ js, env })
      ]);
    });

    after(async () => {
      await Promise.all(kernels.map(({ kernel }) => kernel.shutdown()));
      await folder.remove();
    });

    /** Starts the same code in both, with nothing left of the abort that follows an error. */
    const beginBoth = async (
      code: string
    ): Promise<{ readonly id: string; readonly done: Promise<Execution> }[]> => {
      await executeBoth('');
      return kernels.map(({ kernel }) => kernel.begin(code));
    };

    /** Interrupts both when they have said a word. */
    const interruptBoth = async (code: string): Promise<[Execution, Execution]> => {
      const begun = await beginBoth(code);
      const [without, withUs] = await Promise.all(
        begun.map(async ({ id, done }, index) => {
          const { kernel } = kernels[index]!;
          await kernel.waitFor(
            ({ header, parent_header }) =>
              header.msg_type === 'stream' && parent_header.msg_id === id
          );
          kernel.interrupt();
          return done;
        })
      );
      return [without!, withUs!];
    };

    const executeBoth = async (code: string): Promise<[Execution, Execution]> =>
      Promise.all([kernels[0].execute(code), kernels[1].execute(code)]);

    const check = (
      [without, withUs]: [Execution, Execution],
      shows: Cell['shows'] = /(?:)/
    ): void => {
      assert.deepEqual(outcome(withUs), outcome(without));
      assert.match(without.stdout + without.stderr, shows);
    };

    for (const { name, code, shows } of cells) {
      it(name, async () => {
        check(await executeBoth(code), shows);
      });
    }

    it('one that goes on after its end', async () => {
      const begun = await executeBoth(
        'globalThis.after = new Promise(resolve => { globalThis.goOn = resolve }).then(() => console.log("late")); "now"'
      );
      const waited = await executeBoth('globalThis.goOn(); await globalThis.after; "then"');
      check(waited, /late/);
      check([
        kernels[0].kernel.executionOf(begun[0].id, 'ok', begun[0].executionCount),
        kernels[1].kernel.executionOf(begun[1].id, 'ok', begun[1].executionCount)
      ]);
    });

    for (const [name, first, second, status] of [
      [
        'one that waits for another',
        'await new Promise(r => setTimeout(r, 50)); console.log("first")',
        '"second"',
        'ok'
      ],
      ['one behind an error, which is aborted', 'throw 1', '"never"', 'abort']
    ] as const) {
      it(name, async () => {
        const begun = await beginBoth(first);
        const behind = kernels.map(({ kernel }) => kernel.begin(second));
        const ends = [...begun, ...behind].map(({ done }) => done);
        const [firstWithout, firstWithUs, without, withUs] = await Promise.all(ends);
        check([firstWithout!, firstWithUs!]);
        check([without!, withUs!]);
        assert.equal(withUs!.status, status);
      });
    }

    it('one that is interrupted while it waits', async () => {
      check(
        // The word comes when the cell waits: before, tslab interrupts it as one that works.
        await interruptBoth(
          'setTimeout(() => console.log("begun"), 20); await new Promise(() => {})'
        ),
        /Interrupted asynchronously\n +at/
      );
    });

    it('one that is interrupted while it works', async () => {
      check(await interruptBoth('console.log("begun"); for (;;) {}'), /interrupted by `SIGINT`/);
    });

    it('the next one after all that', async () => {
      check(await executeBoth('"still here"'), /still here/);
    });
  });
}

describe('A first cell that declares mlflow', () => {
  const folder = new NotebookFolder();
  after(() => folder.remove());

  for (const code of [
    'const mlflow = { own: 1 }; mlflow.own',
    'import { sep as mlflow } from "path"; mlflow.length'
  ]) {
    it(`has its own: ${code.split('\n')[0]!}`, async () => {
      const { kernel } = await folder.start();
      const { status, stdout, stderr } = await kernel.execute(code);
      assert.deepEqual([status, stdout, stderr], ['ok', '1\n', '']);
      assert.equal((await kernel.execute('typeof mlflow')).status, 'ok');
      await kernel.shutdown();
    });
  }
});

describe('A kernel with AUTOLOG_DISABLE=1', () => {
  it('is as it is without us', async () => {
    const folder = new NotebookFolder();
    const [bare, disabled] = await Promise.all([
      folder.start({ autolog: false }),
      folder.start({ env: { AUTOLOG_DISABLE: '1' } })
    ]);
    for (const code of [
      'typeof mlflow',
      'process.env.NODE_OPTIONS',
      'process.env.AUTOLOG_KERNEL_CONFIG',
      'require("module")._load.name',
      'throw new Error("mine")',
      'Object.getOwnPropertyNames(globalThis).sort().join()'
    ]) {
      assert.deepEqual(
        outcome(await disabled.execute(code)),
        outcome(await bare.execute(code)),
        code
      );
    }
    const complete = { code: 'mlflo', cursor_pos: 5 };
    assert.deepEqual(
      await disabled.kernel.request('complete_request', complete),
      await bare.kernel.request('complete_request', complete)
    );
    await Promise.all([bare.kernel.shutdown(), disabled.kernel.shutdown()]);
    assert.deepEqual(disabled.journalLines(), []);
    await folder.remove();
  });
});
