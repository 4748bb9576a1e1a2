import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Metric } from '../../../../src/kernel/api/types/entities.js';
import { fromPython, newRun, withCode, type GetSetting } from './chapter.js';

export function runLoggingChapter(setting: GetSetting): void {
  describe('what MlflowClient logs to a run', () => {
    it('is read back, also by Python', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      await client.logMetric(runId, 'loss', 0.5, { step: 3, timestamp: 1234.9 });
      await client.logMetric(runId, 'nan', NaN);
      await client.logParam(runId, 'lr', 0.01);
      await client.logParam(runId, 'lr', 0.01);
      await client.logParam(runId, '__proto__', null);
      await client.setTag(runId, 'kept', 1);
      await client.setTag(runId, 'kept', true);
      await client.setTag(runId, 'gone', 'x');
      await client.deleteTag(runId, 'gone');
      const { data } = await client.getRun(runId);
      assert.deepEqual(data.metrics, { loss: 0.5, nan: NaN });
      assert.deepEqual(Object.entries(data.params).sort(), [
        ['__proto__', 'null'],
        ['lr', '0.01']
      ]);
      assert.equal(data.tags['kept'], 'true');
      assert.equal(data.tags['gone'], undefined);
      assert.deepEqual(
        await fromPython(
          setting(),
          `d = client.get_run('${runId}').data\nm, = [m for m in d._metric_objs if m.key == 'loss']\nprint(json.dumps([m.value, m.step, m.timestamp, d.params['lr'], d.tags['kept']]))`
        ),
        [0.5, 3, 1234, '0.01', 'true']
      );
    });

    it('is told apart from what is not allowed there', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      await client.logParam(runId, 'lr', 1);
      await assert.rejects(client.logParam(runId, 'lr', 2), withCode('INVALID_PARAMETER_VALUE'));
      await assert.rejects(client.deleteTag(runId, 'none'), withCode('RESOURCE_DOES_NOT_EXIST'));
    });

    it('has a default time and step', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      const before = Date.now();
      await client.logMetric(runId, 'm', -1.5);
      const [point] = await client.getMetricHistory(runId, 'm');
      assert.deepEqual([point?.value, point?.step], [-1.5, 0]);
      assert((point?.timestamp ?? 0) >= before && (point?.timestamp ?? 0) <= Date.now());
    });

    it('may be more than one request holds', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      const pairs = Array.from({ length: 150 }, (_, i) => ({ key: `k${i}`, value: `v${i}` }));
      const metrics: Metric[] = Array.from({ length: 2300 }, (_, step) => ({
        key: 'm',
        value: step / 2,
        step,
        timestamp: 1000 + step
      }));
      await client.logBatch(runId, { metrics, params: [...pairs, ...pairs], tags: pairs });
      const { data } = await client.getRun(runId);
      assert.equal(Object.keys(data.params).length, 150);
      assert.equal(data.tags['k149'], 'v149');
      assert.deepEqual(await client.getMetricHistory(runId, 'm'), metrics);
      await client.logBatch(runId, {});
    });

    it('has no history where it was not logged', async () => {
      const { client } = setting();
      assert.deepEqual(await client.getMetricHistory(await newRun(setting()), 'none'), []);
    });

    it('names its data and models', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      const { experimentId } = (await client.getRun(runId)).info;
      const [input, output] = [
        await client.createLoggedModel(experimentId, { name: 'in' }),
        await client.createLoggedModel(experimentId, { name: 'out' })
      ];
      const datasetInput = {
        dataset: {
          name: 'iris',
          digest: 'abcdef01',
          sourceType: 'code',
          source: '{"tags": {}}',
          schema: '{"mlflow_colspec": []}',
          profile: '{"num_rows": 150}'
        },
        tags: [{ key: 'mlflow.data.context', value: 'train' }]
      };
      const inputs = { datasets: [datasetInput], models: [{ modelId: input.modelId }] };
      await client.logInputs(runId, inputs);
      await client.logInputs(runId, { datasets: [datasetInput] });
      await client.logInputs(runId, {});
      await client.logOutputs(runId, [{ modelId: output.modelId, step: 7 }]);
      await client.logOutputs(runId, [{ modelId: output.modelId, step: 7 }]);
      await client.logOutputs(runId, []);
      const run = await client.getRun(runId);
      assert.deepEqual(run.inputs, {
        datasetInputs: [datasetInput],
        modelInputs: [{ modelId: input.modelId }]
      });
      assert.deepEqual(run.outputs, { modelOutputs: [{ modelId: output.modelId, step: 7 }] });
      assert.deepEqual(
        await fromPython(
          setting(),
          `r = client.get_run('${runId}')\nprint(json.dumps([[d.dataset.name for d in r.inputs.dataset_inputs], [m.model_id for m in r.inputs.model_inputs], [m.step for m in r.outputs.model_outputs]]))`
        ),
        [['iris'], [input.modelId], [7]]
      );
    });
  });
}
