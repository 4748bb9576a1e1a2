import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { isNotFound, isRefused } from '../../../src/tracking/index.js';
import { listOf, metric, newExperiment, newRun, type GetContract } from './contract.js';

export function modelsContract(contract: GetContract): void {
  describe('models of a real server', () => {
    it('are made, filled, finalized and read', async () => {
      const { client } = contract();
      const { runId, experimentId } = (await newRun(contract())).info;
      const params = Array.from({ length: 205 }, (_, i) => ({ key: `p${i}`, value: `${i}` }));
      const model = await client.loggedModels.createOrFind({
        experimentId,
        name: 'my model',
        modelType: 'tfjs',
        sourceRunId: runId,
        params,
        tags: [{ key: 'mlflow.user', value: 'me' }],
        clientModelId: randomUUID()
      });
      assert.equal(model.status, 'LOGGED_MODEL_PENDING');
      assert.equal(model.params.length, 205);
      await client.artifacts.upload(model.artifactUri, 'data/weights.bin', new Uint8Array(10));
      await client.runs.logOutputs(runId, [{ modelId: model.modelId, step: 3 }]);
      await client.runs.logBatch(runId, {
        metrics: [
          metric({ modelId: model.modelId, value: 0.5 }),
          metric({ key: 'nan', modelId: model.modelId, value: NaN })
        ]
      });
      const ready = await client.loggedModels.finalize(model.modelId, 'LOGGED_MODEL_READY');
      assert.equal(ready.status, 'LOGGED_MODEL_READY');
      await client.loggedModels.setTags(model.modelId, [{ key: 'stage', value: 'tried' }]);
      const read = await client.loggedModels.get(model.modelId);
      assert.deepEqual([read.name, read.modelType, read.sourceRunId], ['my model', 'tfjs', runId]);
      assert.deepEqual(
        read.metrics.map(({ key, value }) => [key, value]),
        [['m', 0.5]]
      );
      assert.equal(read.tags.find(tag => tag.key === 'stage')?.value, 'tried');
      const run = await client.runs.get(runId);
      assert.deepEqual(run.outputs.models, [{ modelId: model.modelId, step: 3 }]);
      assert.deepEqual(
        new Map(run.data.metrics.map(({ key, value }) => [key, value])),
        new Map([
          ['m', 0.5],
          ['nan', NaN]
        ])
      );
    });

    it('made twice with one client id are one', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      const request = { experimentId, name: 'm', clientModelId: randomUUID() };
      const [one, other] = [
        await client.loggedModels.createOrFind(request),
        await client.loggedModels.createOrFind(request)
      ];
      assert.equal(one.modelId, other.modelId);
    });

    it('are searched page by page', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      for (let i = 0; i < 52; i++) {
        await client.loggedModels.create({ experimentId, name: `m${i}` });
      }
      const all = await listOf(client.loggedModels.search({ experimentIds: [experimentId] }));
      assert.equal(new Set(all.map(({ modelId }) => modelId)).size, 52);
    });

    it('linked to a run twice stay linked once, and new ones beside them are linked too', async () => {
      const { client } = contract();
      const { runId, experimentId } = (await newRun(contract())).info;
      const models = [];
      for (const name of ['a', 'b']) {
        const { modelId } = await client.loggedModels.create({ experimentId, name });
        models.push({ modelId, step: 0 });
      }
      await client.runs.logOutputs(runId, models.slice(0, 1));
      await client.runs.logOutputs(runId, models.slice(0, 1));
      await client.runs.logOutputs(runId, models);
      const linked = (await client.runs.get(runId)).outputs.models;
      assert.deepEqual(
        new Set(linked.map(({ modelId }) => modelId)),
        new Set(models.map(({ modelId }) => modelId))
      );
      assert.equal(linked.length, 2);
    });

    it('keep a param as it was first logged', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      const { modelId } = await client.loggedModels.create({ experimentId });
      const p = { key: 'p', value: '1' };
      await client.loggedModels.logParams(modelId, [p]);
      await client.loggedModels.logParams(modelId, [p, { key: 'q', value: '2' }]);
      const changed = client.loggedModels.logParams(modelId, [{ key: 'p', value: '3' }]);
      await assert.rejects(
        changed,
        error => isRefused(error) && /never changes/.test(String(error))
      );
      const { params, name } = await client.loggedModels.get(modelId);
      assert.deepEqual(
        new Map(params.map(({ key, value }) => [key, value])),
        new Map([
          ['p', '1'],
          ['q', '2']
        ])
      );
      assert.notEqual(name, '', 'the server makes a name up');
    });

    it('lose a tag once, and are gone when they are deleted', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      const { modelId } = await client.loggedModels.create({
        experimentId,
        tags: [{ key: 'a b', value: 'c' }]
      });
      await client.loggedModels.deleteTag(modelId, 'a b');
      assert.deepEqual((await client.loggedModels.get(modelId)).tags, []);
      await assert.rejects(client.loggedModels.deleteTag(modelId, 'a b'), isNotFound);
      await client.loggedModels.delete(modelId);
      await client.loggedModels.delete(modelId);
      await assert.rejects(client.loggedModels.get(modelId), isNotFound);
      await assert.rejects(client.loggedModels.delete(`m-${'0'.repeat(32)}`), isNotFound);
    });

    it('with a slash in a tag can not lose it, whatever is asked', async () => {
      const { client, server } = contract();
      const { experimentId } = await newExperiment(contract());
      const tags = [{ key: 'a/b', value: 'c' }];
      const { modelId } = await client.loggedModels.create({ experimentId, tags });
      await assert.rejects(client.loggedModels.deleteTag(modelId, 'a/b'), /slash/);
      // When this fails, MLflow has learnt it, and the refusal can go.
      const address = `${server.url}/api/2.0/mlflow/logged-models/${modelId}/tags/a%2Fb`;
      assert.equal((await fetch(address, { method: 'DELETE' })).status, 404);
    });

    it('are searched by the dataset that they were measured on', async () => {
      const { client } = contract();
      const { runId, experimentId } = (await newRun(contract())).info;
      for (const [name, digest] of [
        ['a', 'one'],
        ['b', 'two']
      ] as const) {
        const { modelId } = await client.loggedModels.create({ experimentId, name });
        const dataset = { datasetName: 'data', datasetDigest: digest };
        await client.runs.logBatch(runId, { metrics: [metric({ modelId, ...dataset })] });
      }
      const names = async (digest?: string) => {
        const dataset = { name: 'data', ...(digest === undefined ? {} : { digest }) };
        const request = {
          experimentIds: [experimentId],
          filter: 'metrics.m > 0',
          datasets: [dataset]
        };
        return (await listOf(client.loggedModels.search(request))).map(({ name }) => name);
      };
      assert.deepEqual(await names('two'), ['b']);
      // When this fails, MLflow searches by the name alone, and the digest need not be asked for.
      assert.deepEqual(await names(), []);
    });
  });
}
