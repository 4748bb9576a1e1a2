import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { isNotFound, isRefused } from '../../../src/tracking/index.js';
import { listOf, metric, newExperiment, newRun, type GetContract } from './contract.js';

export function runsContract(contract: GetContract): void {
  describe('runs of a real server', () => {
    it('come back as they were made', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      const made = await client.runs.create({
        experimentId,
        name: 'brisk otter 😀',
        startTime: 1_700_000_000_123,
        tags: [{ key: 'mlflow.user', value: 'me' }],
        userId: 'me'
      });
      const { runId } = made.info;
      assert.match(runId, /^[0-9a-f]{32}$/);
      assert.deepEqual(made.info, {
        runId,
        runName: 'brisk otter 😀',
        experimentId,
        userId: 'me',
        status: 'RUNNING',
        startTime: 1_700_000_000_123,
        endTime: null,
        artifactUri: `mlflow-artifacts:/${experimentId}/${runId}/artifacts`,
        lifecycleStage: 'active'
      });
      assert.deepEqual(await client.runs.get(runId), made);
    });

    for (const status of ['FINISHED', 'FAILED', 'KILLED', 'SCHEDULED', 'RUNNING'] as const) {
      it(`become ${status}`, async () => {
        const { client } = contract();
        const { runId } = (await newRun(contract())).info;
        const info = await client.runs.update(runId, { status, endTime: 2000.9, name: 'renamed' });
        assert.deepEqual([info.status, info.endTime, info.runName], [status, 2000, 'renamed']);
        const { data } = await client.runs.get(runId);
        assert.equal(data.tags.find(tag => tag.key === 'mlflow.runName')?.value, 'renamed');
      });
    }

    it('made twice with one client id are one', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      const request = { experimentId, name: 'n', startTime: 1, clientRunId: randomUUID() };
      const first = await client.runs.createOrFind(request);
      const second = await client.runs.createOrFind(request);
      assert.equal(second.info.runId, first.info.runId);
      await client.runs.delete(first.info.runId);
      const third = await client.runs.createOrFind(request);
      assert.equal(third.info.runId, first.info.runId);
      assert.equal(third.info.lifecycleStage, 'deleted');
      assert.equal(await client.runs.findByClientId(experimentId, randomUUID()), null);
    });

    it('of which two have one client id are found by it, one that is not deleted first', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      const id = randomUUID();
      const tags = [{ key: 'autolog.clientRunId', value: id }];
      const runIds: string[] = [];
      for (let i = 0; i < 2; i++) {
        const run = await client.runs.create({ experimentId, name: 'n', startTime: 1, tags });
        runIds.push(run.info.runId);
      }
      for (const [index, runId] of runIds.entries()) {
        await client.runs.delete(runId);
        const found = await client.runs.findByClientId(experimentId, id);
        assert.equal(found?.info.runId, runIds[1 - index]);
        await client.runs.restore(runId);
      }
    });

    it('are searched page by page, each once', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      const names = Array.from({ length: 5 }, (_, i) => `run ${i}`);
      for (const [i, name] of names.entries()) {
        const run = await client.runs.create({ experimentId, name, startTime: 1000 + i });
        await client.runs.logBatch(run.info.runId, { metrics: [metric({ value: i })] });
      }
      const orderBy = ['metrics.m ASC'];
      const runs = client.runs.search({ experimentIds: [experimentId], orderBy, maxResults: 2 });
      assert.deepEqual(
        (await listOf(runs)).map(run => run.info.runName),
        names
      );
      const page = await client.runs.searchPage({
        experimentIds: [experimentId],
        filter: 'metrics.m > 2 and attributes.start_time > 1003',
        maxResults: 10
      });
      assert.deepEqual(
        page.items.map(run => run.info.runName),
        ['run 4']
      );
      assert.equal(page.nextPageToken, null);
    });

    it('that are deleted refuse to be logged to, which is a refusal for good', async () => {
      const { client } = contract();
      const { runId } = (await newRun(contract())).info;
      await client.runs.delete(runId);
      await client.runs.delete(runId);
      for (const call of [
        () => client.runs.logBatch(runId, { metrics: [metric()] }),
        () => client.runs.setTag(runId, 'a', 'b'),
        () => client.runs.update(runId, { status: 'FINISHED' })
      ]) {
        await assert.rejects(call(), error => isRefused(error) && /active/.test(String(error)));
      }
      await client.runs.restore(runId);
      await client.runs.setTag(runId, 'a', 'b');
    });

    it('lose a tag once', async () => {
      const { client } = contract();
      const { runId } = (await newRun(contract())).info;
      await client.runs.setTag(runId, 'a', 'b');
      await client.runs.deleteTag(runId, 'a');
      assert.equal(
        (await client.runs.get(runId)).data.tags.some(tag => tag.key === 'a'),
        false
      );
      await assert.rejects(client.runs.deleteTag(runId, 'a'), isNotFound);
    });

    it('tell what models they used', async () => {
      const { client } = contract();
      const { runId, experimentId } = (await newRun(contract())).info;
      const { modelId } = await client.loggedModels.create({ experimentId });
      await client.runs.logInputs(runId, { models: [{ modelId }] });
      assert.deepEqual((await client.runs.get(runId)).inputs, {
        datasets: [],
        models: [{ modelId }]
      });
    });

    it('that do not exist are not found', async () => {
      await assert.rejects(contract().client.runs.get('0'.repeat(32)), isNotFound);
    });

    it('tell what data they used', async () => {
      const { client, server } = contract();
      const { runId } = (await newRun(contract())).info;
      const schema = JSON.stringify({
        mlflow_colspec: [{ type: 'double', name: 'sepal length', required: true }]
      });
      const dataset = {
        name: 'iris',
        digest: 'abcdef01',
        sourceType: 'code',
        source: '{"tags": {}}',
        schema,
        profile: '{"num_rows": 150}'
      };
      await client.runs.logInputs(runId, { datasets: [{ dataset, context: 'train' }] });
      await client.runs.logInputs(runId, { datasets: [{ dataset, context: 'train' }] });
      const { inputs } = await client.runs.get(runId);
      assert.deepEqual(inputs.datasets, [
        { dataset, tags: [{ key: 'mlflow.data.context', value: 'train' }] }
      ]);
      assert.equal(
        await server.python(
          `import mlflow; i, = mlflow.get_run('${runId}').inputs.dataset_inputs\n` +
            'from mlflow.types.schema import Schema\n' +
            "import json; print(i.dataset.name, Schema.from_json(json.dumps(json.loads(i.dataset.schema)['mlflow_colspec'])).input_names(), end='')"
        ),
        "iris ['sepal length']"
      );
    });
  });
}
