import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromPython, newExperiment, newRun, withCode, type GetSetting } from './chapter.js';

export function loggedModelsChapter(setting: GetSetting): void {
  describe('logged models through MlflowClient', () => {
    it('are made, finalized and read back, also by Python', async () => {
      const { client } = setting();
      const sourceRunId = await newRun(setting());
      const { experimentId } = (await client.getRun(sourceRunId)).info;
      const params = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`p${i}`, i]));
      const made = await client.createLoggedModel(experimentId, {
        name: 'iris',
        sourceRunId,
        modelType: 'classifier',
        tags: { a: 1 },
        params
      });
      assert.equal(made.status, 'PENDING');
      assert.equal(made.modelUri, `models:/${made.modelId}`);
      await client.logMetric(sourceRunId, 'loss', 0.5, {
        modelId: made.modelId,
        datasetName: 'iris',
        datasetDigest: 'abc',
        timestamp: 1000,
        step: 2
      });
      assert.equal((await client.finalizeLoggedModel(made.modelId, 'READY')).status, 'READY');
      const read = await client.getLoggedModel(made.modelId);
      assert.deepEqual(
        [
          read.name,
          read.experimentId,
          read.sourceRunId,
          read.modelType,
          read.status,
          read.statusMessage
        ],
        ['iris', experimentId, sourceRunId, 'classifier', 'READY', null]
      );
      assert.equal(read.tags['a'], '1');
      assert.deepEqual([Object.keys(read.params).length, read.params['p119']], [120, '119']);
      const [metric] = read.metrics;
      assert.deepEqual(
        [metric?.key, metric?.value, metric?.step, metric?.datasetName, metric?.datasetDigest],
        ['loss', 0.5, 2, 'iris', 'abc']
      );
      assert.deepEqual(
        await fromPython(
          setting(),
          `m = client.get_logged_model('${made.modelId}')\nprint(json.dumps([m.name, str(m.status), m.params['p119'], m.metrics[0].dataset_name, m.model_uri]))`
        ),
        ['iris', 'READY', '119', 'iris', made.modelUri]
      );
      const failed = await client.createLoggedModel(experimentId);
      assert.notEqual(failed.name, '');
      assert.equal((await client.finalizeLoggedModel(failed.modelId, 'FAILED')).status, 'FAILED');
    });

    it('take tags and params later', async () => {
      const { client } = setting();
      const { modelId } = await client.createLoggedModel(await newExperiment(setting()), {
        params: { p: 1 }
      });
      await client.setLoggedModelTags(modelId, { kept: 1, gone: 2, 'a key': 3 });
      await client.setLoggedModelTags(modelId, { kept: 'changed' });
      await client.deleteLoggedModelTag(modelId, 'gone');
      await client.deleteLoggedModelTag(modelId, 'a key');
      await client.logModelParams(modelId, { q: 2 });
      await client.logModelParams(modelId, { q: 2, p: 1, r: 3 });
      await client.logModelParams(modelId, {});
      const read = await client.getLoggedModel(modelId);
      assert.deepEqual(read.params, { p: '1', q: '2', r: '3' });
      assert.deepEqual(
        [read.tags['kept'], read.tags['gone'], read.tags['a key']],
        ['changed', undefined, undefined]
      );
      await assert.rejects(client.logModelParams(modelId, { q: 3 }), {
        name: 'MlflowArgumentError',
        message: /"q" .* is "2" and can't become "3"/
      });
      const missing = withCode('RESOURCE_DOES_NOT_EXIST');
      await assert.rejects(client.deleteLoggedModelTag(modelId, 'gone'), missing);
    });

    it('are not there any more when they are deleted', async () => {
      const { client } = setting();
      const { modelId } = await client.createLoggedModel(await newExperiment(setting()));
      await client.deleteLoggedModel(modelId);
      await client.deleteLoggedModel(modelId);
      for (const call of [
        () => client.getLoggedModel(modelId),
        () => client.setLoggedModelTags(modelId, { a: 1 }),
        () => client.logModelParams(modelId, { a: 1 }),
        () => client.listLoggedModelArtifacts(modelId)
      ]) {
        await assert.rejects(call(), withCode('RESOURCE_DOES_NOT_EXIST'), String(call));
      }
    });

    it('that never were are not found by any method', async () => {
      const { client } = setting();
      const none = `m-${'0'.repeat(32)}`;
      for (const call of [
        () => client.getLoggedModel(none),
        () => client.deleteLoggedModel(none),
        () => client.setLoggedModelTags(none, { a: 1 }),
        () => client.deleteLoggedModelTag(none, 'a'),
        () => client.logModelParams(none, { a: 1 }),
        () => client.finalizeLoggedModel(none, 'READY'),
        () => client.listLoggedModelArtifacts(none)
      ]) {
        await assert.rejects(call(), withCode('RESOURCE_DOES_NOT_EXIST'), String(call));
      }
    });

    it('are searched over several pages, by dataset and order', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      const { experimentId } = (await client.getRun(runId)).info;
      for (let i = 0; i < 5; i++) {
        const { modelId } = await client.createLoggedModel(experimentId, { name: `m${i}` });
        const dataset = { datasetName: i < 3 ? 'small' : 'large', datasetDigest: 'd' };
        await client.logMetric(runId, 'loss', i, { modelId, ...dataset });
      }
      const names = async (options: Parameters<typeof client.searchLoggedModels>[1]) =>
        (await client.searchLoggedModels(experimentId, options).toArray()).map(({ name }) => name);
      const orderBy = [{ fieldName: 'metrics.loss', ascending: false }];
      assert.deepEqual(await names({ orderBy, pageSize: 2 }), ['m4', 'm3', 'm2', 'm1', 'm0']);
      assert.deepEqual(await names({ orderBy, maxResults: 2 }), ['m4', 'm3']);
      const filterString = 'metrics.loss > 0';
      const datasets = [{ datasetName: 'small', datasetDigest: 'd' }];
      assert.deepEqual((await names({ filterString, datasets })).sort(), ['m1', 'm2']);
      const bySmall = [{ fieldName: 'metrics.loss', datasetName: 'small', datasetDigest: 'd' }];
      assert.deepEqual((await names({ orderBy: bySmall })).slice(0, 3), ['m0', 'm1', 'm2']);
    });
  });
}
