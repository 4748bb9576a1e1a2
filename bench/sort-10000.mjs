/**
 * sort-10000: the first 100 of 10,000 runs (8 params and 10 metrics each) ordered by a metric, asked
 * of the embedded tracking server through JupyterLab's proxy, in milliseconds until the last byte
 * of the answer was parsed.
 *
 * Peer: the same server and store after its statistics (sqlite_stat1) were dropped, which is what
 * `mlflow server` has there. Our own part is that somebody made them; so this fails when the server
 * extension hasn't, for a store that came without.
 */
import path from 'node:path';
import { layBigStore } from './fixtures/big-store.mjs';
import { until } from './fixtures/deadline.mjs';
import { median, quantile, repetitions, result, rounded } from './fixtures/figures.mjs';
import { Lab } from './fixtures/lab.mjs';
import { python } from './fixtures/python.mjs';
import { scoped } from './fixtures/scope.mjs';

export const name = 'sort-10000';

const RUNS = 10_000;
const METRICS = 10;
const PAGE = 100;

export function run({ report }) {
  return scoped(async ({ defer, folder }) => {
    const root = folder('root');
    const store = path.join(root, 'mlflow.db');
    await layBigStore({ root, name: 'bench', runs: RUNS });
    const options = ['--Autolog.statistics_interval=1000000'];
    const lab = Lab.start({ folder: folder('lab'), root, options });
    defer(() => lab.stop());
    await lab.listens();
    await lab.answers('autolog/mlflow/health');
    await until(
      'statistics that the server extension made for the store',
      async () => (await python('store_statistics.py', 'has', store)).has,
      { seconds: 30, every: 500 }
    );
    const experiment = await experimentId(lab);
    const count = repetitions(20);
    await search(lab, experiment, 'm0', 'ASC');
    const ours = await measure(lab, experiment, count);
    const { has } = await python('store_statistics.py', 'drop', store);
    if (has) {
      throw new Error('The statistics of the peer could not be dropped.');
    }
    const peers = await measure(lab, experiment, Math.min(count, 5));
    report(
      result({
        name,
        measure: 'median time of the first 100 of 10,000 runs by a metric, through the proxy',
        value: median(ours),
        unit: 'ms',
        bound: { of: 'value', most: 500 },
        peer: 'the same store without statistics',
        peerValue: median(peers),
        repetitions: ours.length,
        peerRepetitions: peers.length,
        slowest: rounded(quantile(ours, 1))
      })
    );
  });
}

async function experimentId(lab) {
  const route = 'autolog/mlflow/api/2.0/mlflow/experiments/get-by-name?experiment_name=bench';
  const { experiment } = await (await lab.fetch(route)).json();
  return experiment.experiment_id;
}

/** Another metric each time, first upwards and then downwards. */
async function measure(lab, experiment, count) {
  const times = [];
  for (let index = 0; index < count; index++) {
    const direction = Math.floor(index / METRICS) % 2 === 0 ? 'DESC' : 'ASC';
    times.push(await search(lab, experiment, `m${index % METRICS}`, direction));
  }
  return times;
}

/** How long it took in milliseconds. Throws where the answer isn't what was asked for. */
async function search(lab, experiment, metric, direction) {
  const body = {
    experiment_ids: [experiment],
    order_by: [`metrics.${metric} ${direction}`],
    max_results: PAGE
  };
  const began = performance.now();
  const response = await lab.fetch('autolog/mlflow/api/2.0/mlflow/runs/search', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body)
  });
  const answer = await response.json();
  const time = performance.now() - began;
  const values = (answer.runs ?? []).map(
    ({ data }) => data.metrics.find(({ key }) => key === metric)?.value
  );
  const sign = direction === 'ASC' ? 1 : -1;
  const isSorted = values.every(
    (value, index) => index === 0 || sign * (value - values[index - 1]) >= 0
  );
  if (values.length !== PAGE || !isSorted) {
    throw new Error(`The proxy did not answer with ${PAGE} runs by ${metric}: ${response.status}`);
  }
  return time;
}
