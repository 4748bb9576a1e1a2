import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mlModelText } from '../../../src/kernel/models/mlmodel.js';

const FACTS = {
  flavors: { tfjs: { format: 'layers-model' } },
  signature: { inputs: '[{"type":"double"}]', outputs: '[]' },
  time: Date.UTC(2026, 10, 20, 10, 0, 0, 7),
  hasInputExample: false,
  modelId: 'm-1',
  runId: 'r1',
  artifactUri: 'mlflow-artifacts:/1/models/m-1/artifacts',
  mlflowVersion: '3.17.2'
};

describe('MLmodel', () => {
  it('says what is known, in the form that Python reads', () => {
    assert.deepEqual(JSON.parse(mlModelText(FACTS)), {
      artifact_path: 'mlflow-artifacts:/1/models/m-1/artifacts',
      flavors: { tfjs: { format: 'layers-model' } },
      model_id: 'm-1',
      model_uuid: 'm-1',
      run_id: 'r1',
      utc_time_created: '2026-11-20 10:00:00.007000',
      mlflow_version: '3.17.2',
      signature: { inputs: '[{"type":"double"}]', outputs: '[]', params: null }
    });
  });

  it('leaves out what is not known', () => {
    const model = JSON.parse(
      mlModelText({ ...FACTS, signature: null, mlflowVersion: null })
    ) as object;
    assert.equal('signature' in model, false);
    assert.equal('mlflow_version' in model, false);
  });
});
