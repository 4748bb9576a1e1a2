import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { MlflowClient } from '../../../src/kernel/client/mlflow-client.js';
import { json } from '../../tracking/fault-server.js';
import { startFaultClient, type FaultClient } from './fault-client.js';

type Call = (client: MlflowClient) => Promise<unknown>;

const READS: Readonly<Record<string, Call>> = {
  getExperiment: client => client.getExperiment('1'),
  getExperimentByName: client => client.getExperimentByName('n'),
  searchExperiments: client => client.searchExperiments().toArray(),
  getRun: client => client.getRun('r'),
  getParentRun: client => client.getParentRun('r'),
  searchRuns: client => client.searchRuns('1').toArray(),
  getMetricHistory: client => client.getMetricHistory('r', 'm'),
  listArtifacts: client => client.listArtifacts('r'),
  downloadArtifacts: client => client.downloadArtifacts('r', 'a'),
  getLoggedModel: client => client.getLoggedModel('m-1'),
  searchLoggedModels: client => client.searchLoggedModels('1').toArray(),
  listLoggedModelArtifacts: client => client.listLoggedModelArtifacts('m-1'),
  getRegisteredModel: client => client.getRegisteredModel('n'),
  searchRegisteredModels: client => client.searchRegisteredModels().toArray(),
  getModelVersionByAlias: client => client.getModelVersionByAlias('n', 'a'),
  getLatestVersions: client => client.getLatestVersions('n'),
  getModelVersion: client => client.getModelVersion('n', 1),
  searchModelVersions: client => client.searchModelVersions().toArray(),
  getModelVersionDownloadUri: client => client.getModelVersionDownloadUri('n', 1),
  copyModelVersion: client => client.copyModelVersion('models:/n/1', 'm')
};

describe('a read', () => {
  let fault: FaultClient;
  afterEach(() => fault.server.stop());

  for (const [name, call] of Object.entries(READS)) {
    it(`with ${name} waits for what was recorded before, and asks nothing where that fails`, async () => {
      const trouble = new Error('not all was delivered');
      fault = await startFaultClient([json({})], () => Promise.reject(trouble));
      await assert.rejects(call(fault.client), trouble);
      assert.equal(fault.flushes(), 1);
      assert.equal(fault.server.seen.length, 0);
    });
  }

  it('is every method that gets, searches, lists, downloads or copies', async () => {
    fault = await startFaultClient([json({})]);
    const reads = Object.keys(fault.client).filter(name =>
      /^(get|search|list|download|copy)/.test(name)
    );
    assert.deepEqual(
      reads.filter(name => name !== 'getModelVersionStages').sort(),
      Object.keys(READS).sort()
    );
  });

  it('waits anew in each loop over what it finds', async () => {
    fault = await startFaultClient([json({})]);
    const results = fault.client.searchRuns('1');
    assert.equal(fault.flushes(), 0, 'nothing is asked before somebody wants a result');
    await results.toArray();
    await results.toArray();
    assert.equal(fault.flushes(), 2);
  });

  it('asks for no more than somebody wants', async () => {
    const run = (id: string): object => ({ info: { run_id: id, experiment_id: '1' } });
    fault = await startFaultClient([json({ runs: [run('a'), run('b')], next_page_token: 't' })]);
    const found = await fault.client.searchRuns('1', { maxResults: 2 }).toArray();
    assert.deepEqual(
      found.map(({ info }) => info.runId),
      ['a', 'b']
    );
    assert.equal(fault.server.seen.length, 1);
    assert.match(fault.server.seen[0]?.body ?? '', /"max_results":2/);
  });

  it('goes on where writes do not wait', async () => {
    fault = await startFaultClient([json({})]);
    await fault.client.setTag('r', 'a', 'b');
    await fault.client.logMetric('r', 'm', 1);
    await fault.client.deleteRun('r');
    assert.equal(fault.flushes(), 0);
    assert.equal(fault.server.seen.length, 3);
  });

  it('needs no this', async () => {
    fault = await startFaultClient([json({ metrics: [] })]);
    const { getMetricHistory } = fault.client;
    assert.deepEqual(await getMetricHistory('r', 'm'), []);
  });
});
