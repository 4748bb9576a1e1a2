import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MlflowClient } from '../../src/tracking/index.js';
import type { Run } from '../../src/tracking/index.js';
import { eventually } from '../kernel/eventually.js';
import { startMlflowServer } from '../tracking/mlflow-server.js';
import type { MlflowServer } from '../tracking/mlflow-server.js';
import { cardsOf, NotebookFolder } from './kernel/notebook-kernel.js';
import type { NotebookKernel } from './kernel/notebook-kernel.js';
import { FIT, PREPARE } from './training-cells.js';

/** A fault of the machine that runs everything at once is no fault of ours. */
const PATIENCE = 60_000;

describe('A notebook beside a real MLflow', () => {
  const folder = new NotebookFolder();
  let server: MlflowServer;
  let client: MlflowClient;

  before(async () => {
    server = await startMlflowServer();
    client = new MlflowClient({ trackingUri: server.url });
  });

  after(async () => {
    await folder.remove();
    await server.stop();
  });

  async function start(notebookPath: string): Promise<NotebookKernel> {
    const notebook = await folder.start({
      config: { notebookPath, tracking: { kind: 'uri', uri: server.url } }
    });
    await notebook.execute(PREPARE);
    return notebook;
  }

  /** The only run of an experiment, when it has come to `status`. */
  async function runOf(experiment: string, status: string): Promise<Run> {
    return eventually(async () => {
      const { experimentId } = (await client.experiments.getByName(experiment))!;
      const { items } = await client.runs.searchPage({ experimentIds: [experimentId] });
      const [run, second] = items;
      assert.equal(second, undefined);
      assert.equal(run?.info.status, status);
      return run;
    }, PATIENCE);
  }

  async function stepsOf(run: Run, key: string): Promise<number[]> {
    const { runId } = run.info;
    const steps: number[] = [];
    for await (const { step } of client.metrics.history({ runId, key })) {
      steps.push(step);
    }
    return steps;
  }

  it('has its training there while the notebook is open, and the card knows its ids', async () => {
    const notebook = await start('delivered.ipynb');
    const execution = await notebook.execute(FIT);
    assert.equal(execution.status, 'ok', execution.stderr);
    const card = await eventually(() => {
      const newest = cardsOf(notebook.kernel.executionOf(execution.id, '', 0)).at(-1)!;
      assert.equal(newest.delivery.state, 'delivered');
      return newest;
    }, PATIENCE);
    const run = await runOf('delivered', 'FINISHED');
    assert.equal(card.runs[0]?.runId, run.info.runId);
    assert.equal(card.experiment.id, run.info.experimentId);
    assert.equal(run.info.runName, card.runs[0].name);
    assert.deepEqual(await stepsOf(run, 'loss'), [0, 1, 2]);
    assert.equal(run.data.params.find(({ key }) => key === 'opt_name')?.value, 'adam');
    assert.equal(run.outputs.models.length, 1);
    assert.equal(run.inputs.datasets.length, 1);
    await notebook.kernel.shutdown();
  });

  it('has all that was logged there once a flush is over, while the run goes on', async () => {
    const notebook = await start('flushed.ipynb');
    const execution = await notebook.execute(
      `mlflow.startRun();
       for (let step = 0; step < 2500; step += 1) mlflow.logMetric('loss', 1 / (step + 1), step);
       const flushed: { refused: number } = await mlflow.flush();
       console.log(flushed.refused);`
    );
    const now = await client.experiments.getByName('flushed');
    assert.equal(execution.stdout, '0\n', execution.stderr);
    const { items } = await client.runs.searchPage({ experimentIds: [now!.experimentId] });
    assert.equal(items[0]?.info.status, 'RUNNING');
    assert.deepEqual(await stepsOf(items[0], 'loss'), [...Array(2500).keys()]);
    await notebook.kernel.shutdown();
  });

  it('that is killed while it trains has all that it logged there, as a failed run', async () => {
    const notebook = await start('killed.ipynb');
    const { id } = notebook.kernel.begin(
      `await makeModel().fit(x, y, {
         epochs: 1_000_000,
         callbacks: { onEpochEnd: epoch => { mlflow.logMetric('own', epoch, epoch); console.log(epoch) } }
       })`
    );
    await notebook.kernel.waitFor(
      ({ header, parent_header, content }) =>
        header.msg_type === 'stream' && parent_header.msg_id === id && Number(content['text']) >= 30
    );
    await notebook.kernel.kill();
    const { stdout } = notebook.kernel.executionOf(id, '', 0);
    const acknowledged = Number(stdout.trim().split('\n').at(-1));
    const run = await runOf('killed', 'FAILED');
    const steps = await stepsOf(run, 'own');
    assert.ok(steps.length > acknowledged, `${steps.length} of ${acknowledged + 1}`);
    assert.deepEqual(steps, [...steps.keys()]);
  });
});
