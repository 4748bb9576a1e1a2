import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../kernel/eventually.js';
import { cardsOf, NotebookFolder } from './kernel/notebook-kernel.js';
import type { NotebookKernel } from './kernel/notebook-kernel.js';
import type { Execution } from './kernel/tslab-kernel.js';
import {
  ENDLESS,
  ENDLESS_WITH_EARLY_STOPPING,
  FAILING_FIT,
  FIT,
  PREPARE
} from './training-cells.js';

describe('A notebook that trains', () => {
  const folder = new NotebookFolder();
  let notebook: NotebookKernel;

  before(async () => {
    notebook = await folder.start();
    const { status, stderr } = await notebook.execute(PREPARE, 'prepare');
    assert.equal(status, 'ok', stderr);
  });

  after(async () => {
    await notebook.kernel.shutdown();
    await folder.remove();
  });

  /** Starts a cell that says "training" when it does. */
  async function beginTraining(code: string): Promise<{ id: string; done: Promise<Execution> }> {
    await notebook.execute('');
    const begun = notebook.kernel.begin(code);
    await notebook.kernel.waitFor(
      ({ header, content, parent_header }) =>
        header.msg_type === 'stream' &&
        parent_header.msg_id === begun.id &&
        String(content['text']).includes('training')
    );
    return begun;
  }

  it('knows the type of mlflow, completes it and tells what it does', async () => {
    const wrong = await notebook.execute('mlflow.logMetric("loss", "much")');
    assert.equal(wrong.status, 'error');
    assert.match(wrong.stderr, /'string' is not assignable to parameter of type 'number'/);
    const typed = await notebook.execute(
      'const active: { runName: string } | null = mlflow.activeRun(); active'
    );
    assert.equal(typed.status, 'ok', typed.stderr);
    const { matches } = await notebook.kernel.request('complete_request', {
      code: 'mlflow.logMe',
      cursor_pos: 12
    });
    assert.deepEqual((matches as string[]).filter(match => match.startsWith('logMe')).sort(), [
      'logMetric',
      'logMetrics'
    ]);
    const { data } = await notebook.kernel.request('inspect_request', {
      code: 'mlflow.logMetric',
      cursor_pos: 12
    });
    const [help] = Object.values(data as Record<string, string>);
    assert.match(
      help!,
      /logMetric\(key: string, value: number, step\?: number \| MetricOptions[^)]*\): void/
    );
    assert.match(help!, /Logs a value of a metric/);
  });

  it('shows a card below the cell, and records the run with its cell', async () => {
    const execution = await notebook.execute(FIT, 'the-cell');
    assert.equal(execution.status, 'ok', execution.stderr);
    assert.match(execution.stdout, /^History \{/);
    assert.equal(execution.stderr, '');
    const card = cardsOf(execution).at(-1)!;
    assert.equal(card.cellId, 'the-cell');
    assert.equal(card.executionCount, execution.executionCount);
    assert.equal(card.experiment.name, 'flowers/iris');
    const [run] = card.runs;
    assert.equal(run?.status, 'FINISHED');
    assert.deepEqual(run.progress, { unit: 'epoch', done: 3, total: 3 });
    assert.deepEqual(
      run.metrics.map(({ key, lastStep }) => [key, lastStep]),
      [['loss', 2]]
    );
    const record = await eventually(() => {
      const found = notebook.records('run').find(({ name }) => name === run.name);
      assert.ok(notebook.records('end').some(end => end.run === found?.run));
      return found!;
    });
    assert.equal(record.experiment, 'flowers/iris');
    assert.equal(record.executionCount, execution.executionCount);
    assert.equal(record.tags['autolog.cellId'], 'the-cell');
    assert.equal(record.tags['mlflow.source.name'], 'flowers/iris.ipynb');
    assert.ok(
      notebook.records('cell').some(({ cellId, source }) => cellId === 'the-cell' && source === FIT)
    );
    assert.ok(
      notebook
        .records('cell')
        .some(({ cellId, source }) => cellId === 'prepare' && source === PREPARE)
    );
  });

  it('tells runs of overlapping cells apart', async () => {
    const first = notebook.kernel.begin(
      'const later = makeModel().fit(x, y, { epochs: 4, callbacks: { onEpochEnd: () => new Promise(r => setTimeout(r, 30)) } }).then(() => undefined); undefined',
      'first'
    );
    await first.done;
    const second = await notebook.execute(FIT, 'second');
    await notebook.execute('await later', 'third');
    const [own] = cardsOf(second).at(-1)!.runs;
    assert.deepEqual([own?.progress?.total, own?.status], [3, 'FINISHED']);
    const card = await notebook.card(first, ({ runs }) => runs[0]?.status === 'FINISHED');
    assert.deepEqual(
      [card.cellId, card.runs.length, card.runs[0]?.progress?.total],
      ['first', 1, 4]
    );
  });

  it('is given the very error that its training threw, and goes on', async () => {
    const execution = await notebook.execute(
      `const thrown = new RangeError('mine');
       let same = false;
       try { await makeModel().fit(x, y, { callbacks: { onEpochEnd: () => { throw thrown } } }) }
       catch (error) { same = error === thrown }
       same`
    );
    assert.equal(execution.stdout, 'true\n');
    const [run] = cardsOf(execution).at(-1)!.runs;
    assert.deepEqual([run?.status, run?.reason], ['FAILED', 'RangeError: mine']);
  });

  it('fails as it fails without us, and says so on the card', async () => {
    const execution = await notebook.execute(FAILING_FIT);
    assert.equal(execution.status, 'error');
    assert.match(
      execution.stderr,
      /^ValueError: Input Tensors should have the same number of samples/
    );
    const [run] = cardsOf(execution).at(-1)!.runs;
    assert.equal(run?.status, 'FAILED');
    assert.match(run.reason ?? '', /^ValueError: .*same number of samples/);
    assert.equal((await notebook.execute('"alive"')).stdout, 'alive\n');
  });

  for (const [how, code] of [
    ['', ENDLESS],
    [' with an instance of early stopping', ENDLESS_WITH_EARLY_STOPPING]
  ] as const) {
    it(`stops training${how} when it is interrupted, and lives on`, async () => {
      const { id, done } = await beginTraining(code);
      const interrupted = performance.now();
      notebook.kernel.interrupt();
      const { status, stderr } = await done;
      assert.equal(status, 'error');
      assert.match(stderr, /Interrupted asynchronously/);
      const card = await notebook.card({ id }, ({ runs }) => runs[0]?.status !== 'RUNNING');
      assert.deepEqual([card.runs[0]?.status, card.runs[0]?.reason], ['KILLED', 'interrupted']);
      assert.ok(performance.now() - interrupted < 5000);
      const [run] = card.runs;
      await eventually(() => {
        assert.ok(
          notebook
            .records('end')
            .some(end => end.run === run!.clientRunId && end.status === 'KILLED')
        );
      });
      assert.equal((await notebook.execute('"alive"')).stdout, 'alive\n');
    });
  }

  it('logs by hand, one run until it is ended', async () => {
    const execution = await notebook.execute(
      `mlflow.startRun({ runName: 'by-hand' });
       for (let step = 0; step < 100; step += 1) mlflow.logMetric('loss', 1 / (step + 1), step);
       mlflow.logParam('lr', 0.1);
       await makeModel().fit(x, y);
       mlflow.endRun();`
    );
    assert.equal(execution.status, 'ok', execution.stderr);
    const card = cardsOf(execution).at(-1)!;
    assert.deepEqual(
      card.runs.map(({ name, status }) => [name, status]),
      [['by-hand', 'FINISHED']]
    );
    assert.equal(card.runs[0]?.metrics[0]?.lastStep, 99);
    assert.match(card.faults.join(), /not logged, because the run by-hand is active/);
  });

  it('logs to a run that an earlier cell started', async () => {
    await notebook.execute(`mlflow.startRun({ runName: 'over cells' });`);
    await notebook.execute(`mlflow.logMetric('loss', 1, 7);`);
    const { stdout } = await notebook.execute(
      `console.log(mlflow.activeRun()?.runName); mlflow.endRun(); console.log(mlflow.activeRun());`
    );
    assert.equal(stdout, 'over cells\nnull\n');
    const { run } = notebook.records('run').find(({ name }) => name === 'over cells')!;
    assert.equal(notebook.records('metric').find(metric => metric.run === run)?.step, 7);
  });

  it('logs two runs at once with withRun, each its own, and gives what their bodies gave', async () => {
    const execution = await notebook.execute(
      `const losses: number[] = await Promise.all([1, 2].map(fold =>
         mlflow.withRun({ runName: \`fold \${fold}\` }, async (): Promise<number> => {
           mlflow.autolog();
           await makeModel().fit(x, y, { epochs: 2 });
           mlflow.logMetric('fold', fold);
           return fold;
         })));
       console.log(losses.join());`
    );
    assert.equal(execution.stdout, '1,2\n', execution.stderr);
    const { runs } = cardsOf(execution).at(-1)!;
    assert.deepEqual(
      runs.map(({ name, status, metrics }) => [
        name,
        status,
        metrics.find(({ key }) => key === 'fold')?.last,
        metrics.find(({ key }) => key === 'loss')?.lastStep
      ]),
      [
        ['fold 1', 'FINISHED', 1, 1],
        ['fold 2', 'FINISHED', 2, 1]
      ]
    );
  });

  it('is told what MLflow would refuse, where it wrote it', async () => {
    const { status, stderr } = await notebook.execute(`mlflow.logMetric('top@5', 1)`);
    assert.equal(status, 'error');
    assert.match(stderr, /MlflowArgumentError: The metric name "top@5" holds "@"/);
  });

  it('ends every run with the kernel', async () => {
    const other = await folder.start({ config: { kernelId: 'kernel-2' } });
    await other.execute(PREPARE);
    await other.execute(`mlflow.startRun({ runName: 'left open' }); mlflow.logMetric('a', 1)`);
    await other.kernel.shutdown();
    assert.deepEqual(
      other.records('end').map(({ status }) => status),
      ['FINISHED']
    );
    assert.equal(other.records('close').length, 1);
    assert.equal(other.records('cell').length, 2);
  });
});

describe('Two notebooks', () => {
  it('record at once, each its own', async () => {
    const folder = new NotebookFolder();
    const notebooks = await Promise.all(
      ['one', 'two'].map(name =>
        folder.start({ config: { kernelId: name, notebookPath: `${name}.ipynb` } })
      )
    );
    await Promise.all(
      notebooks.map(async (notebook, index) => {
        const { status, stderr } = await notebook.execute(
          `${PREPARE}\nawait makeModel().fit(x, y, { epochs: ${index + 2} }); undefined`
        );
        assert.equal(status, 'ok', stderr);
      })
    );
    for (const [index, notebook] of notebooks.entries()) {
      await eventually(() => {
        assert.equal(notebook.records('end').length, 1);
      });
      assert.equal(notebook.records('run')[0]?.experiment, ['one', 'two'][index]);
      assert.equal(notebook.records('metric').length, index + 2);
      assert.equal(notebook.records('open')[0]?.kernelId, ['one', 'two'][index]);
    }
    await Promise.all(notebooks.map(({ kernel }) => kernel.shutdown()));
    await folder.remove();
  });
});
