import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { trackerFile } from '../../src/kernel/connection/tracker-file.js';
import { MlflowClient } from '../../src/tracking/index.js';
import { eventually } from '../kernel/eventually.js';
import { readRuns, type RunOfServer } from '../kernel/shipper/read-runs.js';
import { startGate } from '../kernel/shipper/tracking-gate.js';
import { startMlflowServer, type MlflowServer } from '../tracking/mlflow-server.js';
import { checkEverything, EVERYTHING } from './script/everything.js';
import { NodeProject } from './script/node-project.js';
import { readWholeRuns } from './script/read-artifacts.js';

/** A fault of the machine that runs everything at once is no fault of ours. */
const PATIENCE = 60_000;
const ESM = "import mlflow from 'jupyterlab-autolog/mlflow';\n";

describe('A program of Node beside a real MLflow', () => {
  const project = new NodeProject({
    'everything.mjs': `import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      ${ESM}${EVERYTHING}`,
    'everything.cjs': `const mlflow = require('jupyterlab-autolog/mlflow');\n${EVERYTHING}`
  });
  let server: MlflowServer;

  before(async () => {
    server = await startMlflowServer();
  });

  after(async () => {
    await project.remove();
    await server.stop();
  });

  const to = (experiment: string, url = server.url): NodeJS.ProcessEnv => ({
    MLFLOW_TRACKING_URI: url,
    MLFLOW_EXPERIMENT_NAME: experiment
  });

  /** The runs of an experiment, when there are so many, and all have ended. */
  async function endedRuns(experiment: string, count = 1): Promise<readonly RunOfServer[]> {
    return eventually(async () => {
      const { runs } = await readRuns(server.url, experiment);
      assert.equal(runs.length, count);
      assert.ok(runs.every(({ status }) => status !== 'RUNNING'));
      return runs;
    }, PATIENCE);
  }

  async function stepsOf({ runId }: RunOfServer, key = 'loss'): Promise<number[]> {
    const client = new MlflowClient({ trackingUri: server.url });
    const steps: number[] = [];
    for await (const { step } of client.metrics.history({ runId, key })) {
      steps.push(step);
    }
    return steps;
  }

  for (const file of ['everything.mjs', 'everything.cjs']) {
    it(`has there once whatever it logged, and reads its own writes: ${file}`, async () => {
      const printed = await project.json(file, to(file));
      checkEverything(printed, await readWholeRuns(server, file));
    });
  }

  it('that ends right after it logged has all of it there, its run finished', async () => {
    project.write({
      'quick.mjs': `${ESM}
        for (let step = 0; step < 3000; step++) mlflow.logMetric('loss', step, step);
        mlflow.logImage({ data: [1, 2, 3], width: 1, height: 1 }, 'a.png');
        mlflow.logText('late', 'late.txt');`
    });
    const { code, stderr } = await project.run('quick.mjs', to('quick'));
    assert.deepEqual([code, stderr], [0, '']);
    const [run] = await endedRuns('quick');
    assert.equal(run?.status, 'FINISHED');
    assert.deepEqual(await stepsOf(run), [...Array(3000).keys()]);
    assert.equal(await run.text('late.txt'), 'late');
    assert.match((await run.text('a.png')) ?? '', /PNG/);
  });

  it('forces through to the disk what it logs, where AUTOLOG_FSYNC says so', async () => {
    project.write({
      'forced.cjs': `const fs = require('node:fs');
        let forced = 0;
        for (const name of ['fdatasyncSync', 'fsyncSync']) {
          const real = fs[name];
          fs[name] = file => { forced++; return real(file); };
        }
        const mlflow = require('jupyterlab-autolog/mlflow');
        const during = log => { const before = forced; log(); return forced - before; };
        mlflow.startRun();
        const counts = [
          () => mlflow.logMetric('loss', 1, 0),
          () => mlflow.logMetrics({ a: 1, b: 2, c: 3 }, 0),
          () => mlflow.logParam('lr', 0.1),
          () => mlflow.logBatch({ metrics: [{ key: 'loss', value: 2, step: 1 }], params: { p: 1 }, tags: { t: 1 } }),
          () => mlflow.logArtifact(__filename)
        ].map(during);
        mlflow.endRun();
        console.log(JSON.stringify(counts));`
    });
    const forced = { ...to('forced'), AUTOLOG_FSYNC: '1' };
    // The file, the folder that it is kept in, the one around that, and the record.
    assert.deepEqual(await project.json('forced.cjs', forced), [1, 1, 1, 1, 4]);
    const [run] = await endedRuns('forced');
    assert.ok(run);
    assert.deepEqual(await stepsOf(run), [0, 1]);
    assert.match((await run.text('forced.cjs')) ?? '', /fdatasyncSync/);
    assert.deepEqual(await project.json('forced.cjs', to('not-forced')), [0, 0, 0, 0, 0]);
  });

  it('that throws ends its runs as failed, with the reason', async () => {
    project.write({
      'throws.mjs': `${ESM}
        mlflow.withRun({ runName: 'done' }, () => undefined);
        mlflow.startRun({ runName: 'open' });
        mlflow.withRun({ runName: 'inner', nested: true }, () => { throw new Error('out of luck'); });`
    });
    const { code, stderr } = await project.run('throws.mjs', to('throws'));
    assert.equal(code, 1);
    assert.match(stderr, /out of luck/);
    const runs = await endedRuns('throws', 3);
    const ends = Object.fromEntries(
      runs.map(({ tags, status }) => [tags['mlflow.runName'], [status, tags['autolog.reason']]])
    );
    assert.deepEqual(ends, {
      done: ['FINISHED', undefined],
      open: ['FAILED', 'the process ended with the code 1'],
      inner: ['FAILED', 'Error: out of luck']
    });
  });

  it('that is killed has there all that was acknowledged', async () => {
    project.write({
      'killed.mjs': `${ESM}
        import { writeSync } from 'node:fs';
        mlflow.logText('early', 'early.txt');
        for (let step = 0; ; step++) { mlflow.logMetric('loss', step, step); writeSync(1, step + '\\n'); }`
    });
    const { process: script, printed, ended } = project.begin('killed.mjs', to('killed'));
    await printed('\n500\n');
    script.kill('SIGKILL');
    const { stdout } = await ended;
    const acknowledged = Number(stdout.split('\n').at(-2));
    const [run] = await endedRuns('killed');
    assert.equal(run?.status, 'FAILED');
    assert.equal(await run.text('early.txt'), 'early');
    const steps = await stepsOf(run);
    assert.ok(steps.length > acknowledged, `${steps.length} of ${acknowledged + 1}`);
    assert.deepEqual(steps, [...steps.keys()]);
  });

  it('has all of it there once, when the server comes later', async () => {
    project.write({
      'early.mjs': `${ESM}
        mlflow.startRun({ tags: { early: 1 } });
        mlflow.logMetric('loss', 1);
        mlflow.logTable([{ a: 1 }], 't.json');
        mlflow.logImage({ data: [1], width: 1, height: 1 }, 'a.png');
        const warning = new Promise(resolve => process.once('warning', resolve));
        const left = await mlflow.flush({ timeout: 0.1 }).catch(error => error.message);
        const alive = setInterval(() => {}, 1000);
        const { name, message } = await warning;
        clearInterval(alive);
        console.log(JSON.stringify([left, name, message]));`
    });
    const gate = await startGate(server.url);
    await gate.shut();
    const [left, name, warning] = (await project.json(
      'early.mjs',
      to('early', gate.url)
    )) as string[];
    assert.match(String(left), /^Not all was delivered within 0\.1 s\./);
    assert.equal(name, 'MlflowWarning');
    assert.match(String(warning), /^What is logged waits\. .*can't be reached/);
    await gate.open();
    await endedRuns('early');
    await gate.shut();
    const [whole] = await readWholeRuns(server, 'early');
    assert.equal(whole?.status, 'FINISHED');
    assert.equal(whole.metrics.length, 1);
    assert.deepEqual(whole.tables, { 't.json': [{ a: 1 }] });
    assert.deepEqual(Object.keys(whole.artifacts).sort(), ['a.png', 't.json']);
  });

  it('keeps to itself beside another one', async () => {
    project.write({
      'one-of-two.mjs': `${ESM}
        mlflow.startRun({ runName: process.env.NAME });
        for (let step = 0; step < 200; step++) {
          mlflow.logMetric('loss', step, step);
          await new Promise(resolve => setImmediate(resolve));
        }
        mlflow.logText(process.env.NAME, 'name.txt');`
    });
    const names = ['first', 'second'];
    await Promise.all(names.map(NAME => project.run('one-of-two.mjs', { ...to('two'), NAME })));
    const runs = await endedRuns('two', 2);
    for (const run of runs) {
      assert.equal(await run.text('name.txt'), run.tags['mlflow.runName']);
      assert.deepEqual(await stepsOf(run), [...Array(200).keys()]);
    }
    assert.deepEqual(runs.map(({ tags }) => tags['mlflow.runName']).sort(), names);
  });

  it('goes on with a run of an earlier program: nothing of it is lost or there twice', async () => {
    project.write({
      'begin.mjs': `${ESM}
        const run = mlflow.startRun({ runName: 'long' });
        mlflow.logParam('lr', 1);
        mlflow.logTable([{ a: 1 }, { a: 2 }], 't.json');
        mlflow.logText('first', 'a.txt');
        await mlflow.flush();
        console.log(JSON.stringify(run.runId));`,
      'resume.mjs': `${ESM}
        const run = mlflow.startRun();
        const refused = (() => { try { mlflow.logParam('lr', 2); } catch (error) { return error.message; } })();
        mlflow.logMetric('loss', 1);
        mlflow.logTable([{ a: 3, b: 1 }], 't.json');
        mlflow.logTable([{ a: 4 }], 't.json');
        await mlflow.flush();
        console.log(JSON.stringify([run.runId, run.runName, refused]));`
    });
    const runId = await project.json('begin.mjs', to('long'));
    await endedRuns('long');
    const env = { ...to('elsewhere'), MLFLOW_RUN_ID: String(runId) };
    const [resumed, name, refused] = (await project.json('resume.mjs', env)) as string[];
    assert.deepEqual([resumed, name], [runId, 'long']);
    assert.match(refused ?? '', /The param "lr" is "1" in run long and can't become "2"/);
    const [run] = await eventually(async () => {
      const runs = await endedRuns('long');
      assert.equal(runs[0]?.metrics['loss'], 1);
      return runs;
    }, PATIENCE);
    assert.equal(run?.status, 'FINISHED');
    const [whole] = await readWholeRuns(server, 'long');
    assert.deepEqual(whole?.tables['t.json'], [
      { a: 1, b: null },
      { a: 2, b: null },
      { a: 3, b: 1 },
      { a: 4, b: null }
    ]);
    assert.deepEqual(whole.params, { lr: '1' });
    assert.equal(await run.text('a.txt'), 'first');
  });

  it('has its trainings logged from mlflow.autolog() on, by the options of the environment', async () => {
    const modules = path.resolve(__dirname, '..', '..', '..', 'node_modules', '@tensorflow');
    fs.symlinkSync(modules, path.join(project.path, 'node_modules', '@tensorflow'), 'junction');
    project.write({
      'training.mjs': `import * as tf from '@tensorflow/tfjs';
        ${ESM}
        const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
        model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
        const fit = epochs => model.fit(tf.ones([2, 1]), tf.ones([2, 1]), { epochs, verbose: 0 });
        await fit(1);
        mlflow.autolog();
        await fit(3);
        mlflow.autolog({ disable: true });
        await fit(5);
        await mlflow.flush();`
    });
    const AUTOLOG_OPTIONS = '{ "everyNIter": 2, "extraTags": { "team": "red" } }';
    const { code, stderr } = await project.run('training.mjs', {
      ...to('training'),
      AUTOLOG_OPTIONS
    });
    assert.equal(code, 0, stderr);
    const [run] = await endedRuns('training');
    assert.equal(run?.tags['team'], 'red');
    assert.deepEqual(await stepsOf(run), [0, 2]);
  });

  it('logs to the store of the folder around it where no server is named', async () => {
    project.write({
      'embedded.mjs': `${ESM}
        mlflow.logMetric('loss', 1);
        await mlflow.flush();
        console.log(JSON.stringify((await mlflow.getRun(mlflow.activeRun().runId)).data.metrics.loss));`
    });
    // The server's own folder has an mlflow.db; JupyterLab says so where its server listens.
    const folder = path.join(server.storeFolder, 'deep', 'er');
    fs.mkdirSync(folder, { recursive: true });
    const tracker = trackerFile(project.home, server.storeFolder);
    fs.mkdirSync(path.dirname(tracker), { recursive: true });
    fs.writeFileSync(tracker, JSON.stringify({ url: server.url }));
    const env = { MLFLOW_EXPERIMENT_NAME: 'embedded' };
    assert.equal(await project.json('embedded.mjs', env, folder), 1);
    fs.rmSync(tracker);
    assert.equal((await endedRuns('embedded')).length, 1);
  });
});
