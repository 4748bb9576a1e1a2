import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { MlflowClient } from '../../../src/kernel/client/mlflow-client.js';
import { MlflowClient as TrackingMlflowClient } from '../../../src/tracking/index.js';
import { startMlflowServer } from '../../tracking/mlflow-server.js';
import { artifactsChapter } from './chapters/artifacts.js';
import type { Setting } from './chapters/chapter.js';
import { docsChapter } from './chapters/docs.js';
import { experimentsChapter } from './chapters/experiments.js';
import { loggedModelsChapter } from './chapters/logged-models.js';
import { registryChapter } from './chapters/registry.js';
import { runLoggingChapter } from './chapters/run-logging.js';
import { runsChapter } from './chapters/runs.js';

describe('MlflowClient and a real MLflow server', () => {
  let setting: Setting | undefined;
  const get = (): Setting => setting ?? assert.fail('the server did not start');

  before(async () => {
    const server = await startMlflowServer();
    const rest = new TrackingMlflowClient({ trackingUri: server.url });
    const beforeRead = (): Promise<void> => Promise.resolve();
    const client = new MlflowClient({ tracking: () => rest, registry: () => rest, beforeRead });
    setting = { server, client };
  });
  after(() => setting?.server.stop());

  experimentsChapter(get);
  runsChapter(get);
  runLoggingChapter(get);
  artifactsChapter(get);
  loggedModelsChapter(get);
  registryChapter(get);
  docsChapter(get);
});
