import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { isAlreadyExists, MlflowApiError } from '../../../src/tracking/index.js';
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
  });

  describe('the registry of a real server', () => {
    it('gives a version to a model once, and moves its alias', async () => {
      const { client } = contract();
      const { runId, experimentId } = (await newRun(contract())).info;
      const name = `catalog.schema.${randomUUID()}`;
      const registered = await client.registeredModels.getOrCreate({ name, description: 'x' });
      assert.equal(registered.description, 'x');
      assert.deepEqual(await client.registeredModels.getOrCreate({ name }), registered);
      await assert.rejects(client.registeredModels.create({ name }), isAlreadyExists);
      const versions = [];
      for (const model of ['a', 'b']) {
        const { modelId } = await client.loggedModels.create({ experimentId, name: model });
        const first = await client.modelVersions.createOrFind({ name, modelId, runId });
        const again = await client.modelVersions.createOrFind({ name, modelId, runId });
        assert.equal(again.version, first.version);
        assert.deepEqual([first.source, first.runId], [`models:/${modelId}`, runId]);
        versions.push(first.version);
      }
      assert.deepEqual(versions, ['1', '2']);
      for (const version of versions) {
        await client.registeredModels.setAlias(name, 'champion', version);
        const pointed = await client.registeredModels.getByAlias(name, 'champion');
        assert.equal(pointed.version, version);
      }
      const read = await client.registeredModels.find(name);
      assert.deepEqual(read?.aliases, [{ alias: 'champion', version: '2' }]);
      await client.registeredModels.deleteAlias(name, 'champion');
      await client.registeredModels.deleteAlias(name, 'champion');
      const none = client.registeredModels.getByAlias(name, 'champion');
      await assert.rejects(none, error => error instanceof MlflowApiError && error.status === 400);
      await client.modelVersions.setTag(name, '2', 'checked', 'yes');
      await client.registeredModels.setTag(name, 'team', 'x');
      const second = await client.modelVersions.get(name, '2');
      assert.deepEqual(second.tags, [{ key: 'checked', value: 'yes' }]);
      const found = await listOf(client.registeredModels.search({ filter: `name = '${name}'` }));
      assert.deepEqual(
        found.map(model => model.tags),
        [[{ key: 'team', value: 'x' }]]
      );
      assert.equal(await client.registeredModels.find(randomUUID()), null);
    });
  });
}
