import type { Metric, SampledMetric } from '../entities.js';
import { MlflowArgumentError } from '../errors.js';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';
import { LIMITS } from '../limits.js';
import { assertName } from '../name-rules.js';
import { paginate } from '../pages.js';
import type { MetricHistory, SampledHistory } from '../requests.js';
import { encodeId } from '../wire/encode-entities.js';
import { FieldReader } from '../wire/fields.js';
import { encodeInteger } from '../wire/numbers.js';
import { readMetric, readSampledMetric } from '../wire/read-run.js';

/** Histories of metrics. All promises may reject with an `MlflowError`. */
export class Metrics {
  constructor(private readonly _transport: Transport) {}

  /** All points of a metric, by timestamp, step and value. None if the run has no such metric. */
  history(request: MetricHistory, options?: CallOptions): AsyncIterable<Metric> {
    const what = 'Reading the history of the metric';
    const query = {
      run_id: encodeId(request.runId, 'The run id'),
      metric_key: assertName('metric', request.key),
      // Without it some servers give no points and the same token for ever.
      max_results: LIMITS.metricsPerPage
    };
    return paginate(what, async token => {
      const answer = await this._transport.json(
        {
          method: 'GET',
          path: '/api/2.0/mlflow/metrics/get-history',
          query: token === null ? query : { ...query, page_token: token },
          idempotent: true,
          what
        },
        options
      );
      const fields = new FieldReader(answer, 'metrics/get-history');
      return { items: fields.list('metrics', readMetric), nextPageToken: fields.pageToken() };
    });
  }

  /** A metric of up to 100 runs, thinned out by the server with first, last and extreme steps kept. */
  async sampledHistory(request: SampledHistory, options?: CallOptions): Promise<SampledMetric[]> {
    const { runIds, steps } = request;
    if (runIds.length === 0 || runIds.length > LIMITS.sampledRuns) {
      throw new MlflowArgumentError(
        `Curves are read for 1 to ${LIMITS.sampledRuns} runs at a time, not for ${runIds.length}.`
      );
    }
    const most = encodeInteger(request.maxResults ?? 320, 'maxResults');
    const answer = await this._transport.json(
      {
        method: 'GET',
        path: '/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval',
        query: {
          run_ids: runIds.map(id => encodeId(id, 'A run id')),
          metric_key: assertName('metric', request.key),
          max_results: Math.min(Math.max(1, most), LIMITS.sampledPointsMost),
          ...(steps === undefined
            ? {}
            : {
                start_step: encodeInteger(steps[0], 'The first step'),
                end_step: encodeInteger(steps[1], 'The last step')
              })
        },
        idempotent: true,
        what: 'Reading the curves of the metric'
      },
      options
    );
    return new FieldReader(answer, 'metrics/get-history-bulk-interval').list(
      'metrics',
      readSampledMetric
    );
  }
}
