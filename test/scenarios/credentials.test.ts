import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readRuns } from '../kernel/shipper/read-runs.js';
import { PASS, startGate, type TrackingGate } from '../kernel/shipper/tracking-gate.js';
import { startMlflowServer, type MlflowServer } from '../tracking/mlflow-server.js';
import { NodeProject } from './script/node-project.js';

const DENIED = { do: 'answer', status: 401, body: 'Log in first.', type: 'text/plain' } as const;

describe('What a program puts into process.env to log in with', () => {
  const project = new NodeProject();
  let server: MlflowServer;
  let gate: TrackingGate;

  before(async () => {
    server = await startMlflowServer();
    gate = await startGate(server.url);
  });

  after(async () => {
    await project.remove();
    await gate.shut();
    await server.stop();
  });

  const environment = (experiment: string): NodeJS.ProcessEnv => ({
    MLFLOW_TRACKING_URI: gate.url,
    MLFLOW_EXPERIMENT_NAME: experiment,
    MLFLOW_TRACKING_TOKEN: 'of an hour ago'
  });

  it('counts from its first record on', async () => {
    gate.rule = (_path, _method, { authorization }) =>
      authorization === 'Bearer of the program' ? PASS : DENIED;
    project.write({
      'first.mjs': `import mlflow from 'jupyterlab-autolog/mlflow';
        process.env.MLFLOW_TRACKING_TOKEN = 'of the program';
        mlflow.withRun({ runName: 'first' }, run => run.logMetric('loss', 1));
        await mlflow.flush();
        const [run] = await mlflow.searchRuns().toArray();
        console.log(JSON.stringify(run.info.runName));`
    });
    assert.equal(await project.json('first.mjs', environment('first')), 'first');
  });

  it('lets all that waits in, when a token expires and setTrackingUri is called with a newer one', async () => {
    let valid = 'Bearer of an hour ago';
    gate.rule = (path, _method, { authorization }) => {
      if (path.endsWith('/expire')) {
        valid = 'Bearer newer';
      }
      return authorization === valid ? PASS : DENIED;
    };
    project.write({
      'expires.mjs': `import { once } from 'node:events';
        import mlflow from 'jupyterlab-autolog/mlflow';
        const run = mlflow.startRun({ runName: 'long' });
        run.logMetric('loss', 3, 0);
        await mlflow.flush();
        await fetch(mlflow.getTrackingUri() + '/expire');
        run.logMetric('loss', 2, 1);
        const alive = setInterval(() => {}, 1000);
        const [{ message }] = await once(process, 'warning');
        clearInterval(alive);
        process.env.MLFLOW_TRACKING_TOKEN = 'newer';
        mlflow.setTrackingUri(mlflow.getTrackingUri());
        run.logMetric('loss', 1, 2);
        await mlflow.flush();
        console.log(JSON.stringify(message));`
    });
    const warning = await project.json('expires.mjs', environment('expires'));
    assert.match(String(warning), /asks for a log-in \(HTTP 401\)/);
    assert.match(String(warning), /mlflow\.setTrackingUri\(mlflow\.getTrackingUri\(\)\)/);
    const { runs } = await readRuns(server.url, 'expires');
    assert.deepEqual(
      runs.map(({ metrics }) => metrics),
      [{ loss: 1 }]
    );
    assert.deepEqual(project.journals.length <= 1, true);
  });
});
