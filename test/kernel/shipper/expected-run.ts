import assert from 'node:assert/strict';
import type { RecordedRun } from './recorded-run.js';
import type { RunReadBack } from './read-back.js';

/** Asserts that `read` holds all of `recorded`, once. */
export function assertWhole(read: RunReadBack | undefined, recorded: RecordedRun): void {
  assert.ok(read !== undefined, 'the run exists');
  assert.equal(read.name, 'brisk-otter');
  assert.equal(read.start, 1_700_000_000_000);
  assert.deepEqual(read.params, { lr: '0.01', layers: '[1,2]', ünïcode: '模型' });
  assert.equal(read.tags['autolog.clientRunId'], recorded.run);
  assert.equal(read.tags['mlflow.user'], 'somebody');
  assert.equal(read.tags['stage'], 'one');
  assert.deepEqual(read.metrics, expectedMetrics(recorded));
  assert.deepEqual(read.datasets, [
    [
      'dataset',
      '0123abcd',
      'train',
      '{"mlflow_tensorspec":{"features":"[]","targets":null}}',
      '{"features_shape":[150,4]}'
    ]
  ]);
  assert.equal(read.artifacts['model_summary.txt'], 'Layer (type)\ndense');
  assertExecutedNotebook(read.artifacts['notebook/executed.ipynb']);
  assertModel(read, recorded);
}

function expectedMetrics(recorded: RecordedRun): unknown[] {
  return recorded.metrics
    .map(
      ([key, value, step, time]) => [key, Number.isNaN(value) ? 'NaN' : value, step, time] as const
    )
    .sort((a, b) => (a[0] === b[0] ? a[2] - b[2] : a[0] < b[0] ? -1 : 1));
}

function assertExecutedNotebook(text: string | undefined): void {
  const notebook = JSON.parse(text ?? '') as {
    cells: { id: string; source: string; execution_count: number }[];
    metadata: { kernelspec: { language: string } };
    nbformat: number;
  };
  assert.equal(notebook.nbformat, 4);
  assert.equal(notebook.metadata.kernelspec.language, 'typescript');
  assert.deepEqual(
    notebook.cells.map(cell => [cell.id, cell.source, cell.execution_count]),
    [
      ['cell-a', 'const a = 1;', 1],
      ['cell-b', 'fit(a)', 2]
    ]
  );
}

function assertModel(read: RunReadBack, recorded: RecordedRun): void {
  assert.equal(read.models.length, 1);
  const [model] = read.models;
  assert.ok(model !== undefined);
  assert.equal(model.status, 'READY');
  assert.equal(model.name, 'model');
  assert.equal(model.step, 3);
  assert.deepEqual(model.params, { epochs: '20' });
  assert.equal(model.tags['autolog.clientModelId'], recorded.model);
  assert.equal(model.tags['mlflow.source.name'], 'a.ipynb');
  assert.deepEqual(model.metrics, [['loss', 1, 0]], 'the NaN is left out');
  assert.equal(model.files['data/weights.bin'], 1024);
  assert.deepEqual(Object.keys(model.files).sort(), [
    'MLmodel',
    'data/model.json',
    'data/weights.bin'
  ]);
  assert.deepEqual(model.mlmodel['flavors'], {
    tfjs: { format: 'layers-model', data: 'data/model.json' }
  });
  assert.equal(model.mlmodel['utc_time_created'], '2023-11-14 22:13:20.500000');
}
