import { randomUUID } from 'node:crypto';
import type { Journal } from '../../../src/kernel/journal/journal.js';

export interface RecordedRun {
  readonly run: string;
  readonly model: string;
  readonly experiment: string;
  /** `[key, value, step, time]` */
  readonly metrics: readonly (readonly [string, number, number, number])[];
}

const START = 1_700_000_000_000;

/** Records a run with a bit of everything, without its end. */
export async function recordRun(
  journal: Journal,
  experiment: string,
  metricCount = 40,
  {
    notebook = 'a.ipynb',
    isChosen = false,
    registeredModelName
  }: { notebook?: string; isChosen?: boolean; registeredModelName?: string } = {}
): Promise<RecordedRun> {
  const run = randomUUID();
  const model = randomUUID();
  const metrics = Array.from(
    { length: metricCount },
    (_, i) =>
      [i % 2 === 0 ? 'loss' : 'val/acc', i === 4 ? NaN : 1 / (i + 1), i >> 1, START + i] as const
  );
  journal.append({
    type: 'cell',
    cellId: 'cell-a',
    executionCount: 1,
    source: 'const a = 1;',
    time: START
  });
  journal.append({
    type: 'cell',
    cellId: 'cell-b',
    executionCount: 2,
    source: 'fit(a)',
    time: START + 1
  });
  journal.append({
    type: 'run',
    run,
    experiment,
    ...(isChosen ? { isChosen } : {}),
    name: 'brisk-otter',
    time: START,
    tags: {
      'mlflow.user': 'somebody',
      'mlflow.source.name': notebook,
      'autolog.cellId': 'cell-b'
    },
    executionCount: 2
  });
  journal.append({ type: 'params', run, params: { lr: '0.01', layers: '[1,2]', ünïcode: '模型' } });
  journal.append({ type: 'tags', run, tags: { stage: 'one' } });
  journal.append({
    type: 'dataset',
    run,
    context: 'train',
    name: 'dataset',
    digest: '0123abcd',
    schema: '{"mlflow_tensorspec":{"features":"[]","targets":null}}',
    profile: '{"features_shape":[150,4]}'
  });
  journal.append({ type: 'text', run, path: 'model_summary.txt', text: 'Layer (type)\ndense' });
  for (const [key, value, step, time] of metrics) {
    journal.appendMetric(run, key, value, step, time);
  }
  await journal.spoolFile(model, 'data/model.json', Buffer.from('{"format":"layers-model"}'));
  await journal.spoolFile(model, 'data/weights.bin', Buffer.alloc(1024, 7));
  journal.append({
    type: 'model',
    run,
    model,
    name: 'model',
    step: 3,
    time: START + 500,
    folder: `spool/${model}`,
    flavors: { tfjs: { format: 'layers-model', data: 'data/model.json' } },
    signature: {
      inputs: '[{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,4]}}]',
      outputs: '[{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,3]}}]'
    },
    params: { epochs: '20' },
    ...(registeredModelName === undefined ? {} : { registeredModelName }),
    metrics: [
      { key: 'loss', value: 1, step: 0, time: START },
      { key: 'loss', value: 'NaN', step: 2, time: START + 4 }
    ]
  });
  return { run, model, experiment, metrics };
}

export function recordEnd(journal: Journal, { run }: RecordedRun): void {
  journal.append({ type: 'end', run, status: 'FINISHED', time: START + 9000, reason: null });
}

/** Records the least that makes a finished run. */
export function recordSmallRun(journal: Journal, experiment: string): string {
  const run = randomUUID();
  const time = START;
  journal.append({
    type: 'run',
    run,
    experiment,
    name: 'small',
    time,
    tags: {},
    executionCount: null
  });
  journal.appendMetric(run, 'loss', 0.5, 0, time);
  journal.append({ type: 'end', run, status: 'FINISHED', time: time + 1, reason: null });
  return run;
}
