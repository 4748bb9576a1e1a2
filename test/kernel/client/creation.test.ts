import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { json, reset, type Answer } from '../../tracking/fault-server.js';
import { startFaultClient, type FaultClient } from './fault-client.js';

const version = (status: string, more: object = {}): Answer =>
  json({ model_version: { name: 'n', version: '1', status, ...more } });

describe('what MlflowClient makes', () => {
  let fault: FaultClient;
  afterEach(() => fault.server.stop());

  it('is one run although the answer is lost', async () => {
    const run = { info: { run_id: 'r1', experiment_id: '1', run_name: 'n' } };
    fault = await startFaultClient([reset, json({ runs: [run] })]);
    const made = await fault.client.createRun('1', { runName: 'n' });
    assert.equal(made.info.runId, 'r1');
    const [create, search] = fault.server.seen.map(({ body }) => body);
    const id = /autolog\.clientRunId","value":"([\w-]+)"/.exec(create ?? '')?.[1];
    assert(id !== undefined && search?.includes(`= '${id}'`), `${search} asks for ${id}`);
    assert.equal(fault.server.seen.length, 2);
  });

  it('is one logged model although the answer is lost', async () => {
    const model = { info: { model_id: 'm-1', experiment_id: '1', name: 'n' } };
    fault = await startFaultClient([reset, json({ models: [model] })]);
    assert.equal((await fault.client.createLoggedModel('1', { name: 'n' })).modelId, 'm-1');
    assert.equal(fault.server.seen.length, 2);
  });

  it('is never a second version', async () => {
    fault = await startFaultClient([reset]);
    await assert.rejects(fault.client.createModelVersion('n', 's'), {
      name: 'MlflowConnectionError'
    });
    assert.equal(fault.server.seen.length, 1);
  });

  it('is awaited where a registry takes its time', async () => {
    fault = await startFaultClient([version('PENDING_REGISTRATION'), version('READY')]);
    assert.equal((await fault.client.createModelVersion('n', 's')).status, 'READY');
    assert.equal(fault.server.seen.length, 2);
  });

  it('is not awaited where nobody wants to', async () => {
    fault = await startFaultClient([version('PENDING_REGISTRATION')]);
    const made = await fault.client.createModelVersion('n', 's', { awaitCreationFor: 0 });
    assert.equal(made.status, 'PENDING_REGISTRATION');
    assert.equal(fault.server.seen.length, 1);
  });

  it('is told to take too long', async () => {
    fault = await startFaultClient([version('PENDING_REGISTRATION')]);
    await assert.rejects(fault.client.createModelVersion('n', 's', { awaitCreationFor: 0.05 }), {
      name: 'MlflowError',
      message: /Version 1 of n was made, but .* within 0\.05 s/
    });
  });

  it('is told to have failed, with the reason', async () => {
    fault = await startFaultClient([
      version('FAILED_REGISTRATION', { status_message: 'no space' })
    ]);
    await assert.rejects(fault.client.createModelVersion('n', 's'), {
      name: 'MlflowError',
      message: /failed to take version 1 of n: no space\. Delete/
    });
  });
});
