import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MlflowClient } from '../../src/tracking/index.js';
import { artifactsContract } from './contract/artifacts.js';
import { batchesContract } from './contract/batches.js';
import type { Contract } from './contract/contract.js';
import { experimentsContract } from './contract/experiments.js';
import { modelsContract } from './contract/models.js';
import { readBackContract } from './contract/read-back.js';
import { registryContract } from './contract/registry.js';
import { runsContract } from './contract/runs.js';
import { startMlflowServer } from './mlflow-server.js';

describe('a real MLflow server', () => {
  let contract: Contract | undefined;
  const get = (): Contract => contract ?? assert.fail('the server did not start');

  before(async () => {
    const server = await startMlflowServer();
    contract = { server, client: new MlflowClient({ trackingUri: server.url }) };
  });
  after(() => contract?.server.stop());

  experimentsContract(get);
  runsContract(get);
  batchesContract(get);
  artifactsContract(get);
  modelsContract(get);
  registryContract(get);
  readBackContract(get);
});

describe('the fixture', () => {
  it('says why a server does not start', async () => {
    const before = process.env['AUTOLOG_TEST_PYTHON'];
    try {
      process.env['AUTOLOG_TEST_PYTHON'] = '/no/such/python';
      await assert.rejects(startMlflowServer(), /AUTOLOG_TEST_PYTHON names \/no\/such\/python/);
      process.env['AUTOLOG_TEST_PYTHON'] = process.execPath;
      // Node takes -c for "check a file", and says that there is none.
      await assert.rejects(startMlflowServer(), /did not start .*exit code [1-9]/s);
    } finally {
      if (before === undefined) {
        delete process.env['AUTOLOG_TEST_PYTHON'];
      } else {
        process.env['AUTOLOG_TEST_PYTHON'] = before;
      }
    }
  });
});
