import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../kernel/eventually.js';
import { cardsOf, NotebookFolder } from './kernel/notebook-kernel.js';
import type { NotebookKernel, NotebookKernelOptions } from './kernel/notebook-kernel.js';
import { NO_DISKS, TinyDisk } from './kernel/tiny-disk.js';
import { FIT, PREPARE } from './training-cells.js';

describe('A kernel that is killed while it trains', () => {
  it('has lost no value that it logged', async () => {
    const folder = new NotebookFolder();
    const notebook = await folder.start();
    await notebook.execute(PREPARE);
    const { id } = notebook.kernel.begin(
      `mlflow.startRun();
       for (let step = 0; ; step += 1) {
         mlflow.logMetric('loss', Math.random(), step);
         if (step % 200 === 0) { console.log(step); await new Promise(r => setTimeout(r, 1)) }
       }`
    );
    await notebook.kernel.waitFor(
      ({ header, parent_header, content }) =>
        header.msg_type === 'stream' &&
        parent_header.msg_id === id &&
        Number(content['text']) >= 2000
    );
    await notebook.kernel.kill();
    const { stdout } = notebook.kernel.executionOf(id, '', 0);
    const acknowledged = Number(stdout.trim().split('\n').at(-1));
    const steps = notebook.records('metric').map(({ step }) => step);
    assert.deepEqual(
      steps.slice(0, acknowledged + 1),
      Array.from({ length: acknowledged + 1 }, (_, step) => step)
    );
    assert.deepEqual(notebook.records('close'), []);
    await folder.remove();
  });
});

/** What people with no tracker, no journal, or neither must not feel. */
describe('A notebook', () => {
  const folder = new NotebookFolder();
  const disks: TinyDisk[] = [];
  let without: { readonly output: string; readonly time: number };

  before(async () => {
    const { outcome, notebook } = await train({ autolog: false });
    await notebook.kernel.shutdown();
    without = outcome;
  });

  after(async () => {
    await folder.remove();
    disks.forEach(disk => {
      disk.remove();
    });
  });

  /** Trains the same net from the same weights in a new kernel. */
  async function train(options: NotebookKernelOptions): Promise<{
    readonly notebook: NotebookKernel;
    readonly outcome: { readonly output: string; readonly time: number };
    readonly id: string;
  }> {
    const notebook = await folder.start(options);
    await notebook.execute(PREPARE);
    const started = performance.now();
    const { id, status, stdout, stderr } = await notebook.execute(
      `const model = makeModel();
       model.setWeights(model.getWeights().map(weight => tf.onesLike(weight)));
       const { history } = await model.fit(tf.ones([64, 4]), tf.ones([64, 1]), { epochs: 30 });
       console.log(JSON.stringify(history))`
    );
    const time = performance.now() - started;
    assert.equal(status, 'ok', stderr);
    return { notebook, id, outcome: { output: stdout + stderr, time } };
  }

  function makeDisk(): TinyDisk {
    const disk = new TinyDisk(1_000_000);
    disks.push(disk);
    return disk;
  }

  function assertUnaffected(outcome: { readonly output: string; readonly time: number }): void {
    assert.equal(outcome.output, without.output);
    // Generous, since other tests run beside this one: a wait for anything would take longer.
    assert.ok(
      outcome.time < without.time * 2 + 1000,
      `${Math.round(outcome.time)} ms, without us ${Math.round(without.time)} ms`
    );
  }

  it('without a tracker trains as without us, and the card says that everything waits', async () => {
    const { notebook, id, outcome } = await train({});
    assertUnaffected(outcome);
    const card = await notebook.card({ id }, ({ delivery }) => delivery.state === 'waiting');
    assert.ok(card.delivery.state === 'waiting' && card.delivery.waiting > 0);
    assert.match(card.delivery.reason, /127\.0\.0\.1:9/);
    assert.notEqual(card.delivery.next, '');
    await notebook.kernel.shutdown();
  });

  it('with a journal folder that can’t be made trains as without us, and the card says why', async () => {
    const file = path.join(folder.path, 'a-file');
    fs.writeFileSync(file, '');
    const { notebook, id, outcome } = await train({ config: { home: path.join(file, 'home') } });
    assertUnaffected(outcome);
    const { delivery } = await notebook.card({ id });
    assert.ok(delivery.state === 'not-recorded');
    assert.match(delivery.reason, /journal of runs in .*a-file/);
    assert.match(delivery.next, /AUTOLOG_HOME/);
    await notebook.kernel.shutdown();
  });

  it(
    'on a read-only disk trains as without us, and the card says why',
    { skip: NO_DISKS },
    async () => {
      const disk = makeDisk();
      disk.makeReadOnly();
      const { notebook, id, outcome } = await train({
        config: { home: path.join(disk.path, 'home') }
      });
      assertUnaffected(outcome);
      const { delivery } = await notebook.card({ id });
      assert.ok(delivery.state === 'not-recorded');
      assert.ok(delivery.reason.includes(disk.path));
      assert.match(delivery.reason, /read-only/);
      await notebook.kernel.shutdown();
    }
  );

  it(
    'on a disk that is full trains as without us, and records again when there is space',
    { skip: NO_DISKS },
    async () => {
      const disk = makeDisk();
      const free = disk.fill();
      const { notebook, id, outcome } = await train({
        config: { home: path.join(disk.path, 'home') }
      });
      assertUnaffected(outcome);
      const { delivery } = await notebook.card({ id });
      assert.ok(delivery.state === 'not-recorded');
      assert.match(delivery.reason, /no space left/);

      free();
      const next = await notebook.execute(FIT);
      const card = cardsOf(next).at(-1)!;
      assert.notEqual(card.delivery.state, 'not-recorded');
      // What was held in memory meanwhile is written too.
      await eventually(() => {
        assert.equal(notebook.records('run').length, 2);
        assert.equal(notebook.records('metric').length, 33);
      });
      await notebook.kernel.shutdown();
    }
  );
});
