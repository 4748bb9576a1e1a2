import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { MlflowApiError, MlflowClient, MlflowConnectionError } from '../../src/tracking/index.js';
import { fakeWaits } from './fake-waits.js';
import {
  apiError,
  json,
  reset,
  startFaultServer,
  text,
  type Answer,
  type FaultServer
} from './fault-server.js';

const RUN = { info: { run_id: 'r1', run_name: 'n', experiment_id: '1', status: 'RUNNING' } };
const ok = json({ run: RUN });

describe('retries', () => {
  let server: FaultServer;
  afterEach(() => server.stop());

  async function clientOf(
    waits: ReturnType<typeof fakeWaits>,
    ...answers: Answer[]
  ): Promise<MlflowClient> {
    server = await startFaultServer(...answers);
    return new MlflowClient({ trackingUri: server.url, retry: waits.retry });
  }

  for (const status of [408, 429, 500, 502, 503, 504, 520]) {
    it(`sends an idempotent call again after ${status}`, async () => {
      const waits = fakeWaits();
      const client = await clientOf(waits, text('busy', 'text/plain', status), ok);
      assert.equal((await client.runs.get('r1')).info.runId, 'r1');
      assert.equal(server.seen.length, 2);
    });
  }

  for (const status of [400, 401, 403, 404, 409, 501]) {
    it(`does not send again after ${status}`, async () => {
      const waits = fakeWaits();
      const client = await clientOf(waits, apiError(status, 'SOME_CODE'), ok);
      await assert.rejects(client.runs.get('r1'), { name: 'MlflowApiError', status });
      assert.equal(server.seen.length, 1);
      assert.deepEqual(waits.waits, []);
    });
  }

  it('sends again after a reset connection, and a POST that can be repeated too', async () => {
    const waits = fakeWaits();
    const client = await clientOf(waits, reset, reset, json({}));
    await client.runs.logBatch('r1', { tags: [{ key: 'a', value: 'b' }] });
    assert.equal(server.seen.length, 3);
    assert.deepEqual(new Set(server.seen.map(request => request.body)).size, 1);
  });

  it('waits twice as long each time, and gives up after the last attempt with the last error', async () => {
    const waits = fakeWaits({ attempts: 5, baseDelay: 100, longestDelay: 500 }, 1);
    const client = await clientOf(waits, apiError(503, 'TEMPORARILY_UNAVAILABLE'));
    await assert.rejects(client.runs.get('r1'), MlflowApiError);
    assert.deepEqual(waits.waits, [100, 200, 400, 500]);
    assert.equal(server.seen.length, 5);
  });

  it('leaves half of each wait to chance', async () => {
    const waits = fakeWaits({ attempts: 3, baseDelay: 100 }, 0);
    const client = await clientOf(waits, reset);
    await assert.rejects(client.runs.get('r1'), MlflowConnectionError);
    assert.deepEqual(waits.waits, [50, 100]);
  });

  it('honours Retry-After in seconds', async () => {
    const waits = fakeWaits();
    const client = await clientOf(waits, json({}, 429, { 'Retry-After': '7' }), ok);
    await client.runs.get('r1');
    assert.deepEqual(waits.waits, [7000]);
  });

  it('honours Retry-After as a date', async () => {
    const waits = fakeWaits();
    const date = 'Thu, 01 Jan 2026 00:00:12 GMT';
    const client = await clientOf(waits, json({}, 503, { 'Retry-After': date }), ok);
    await client.runs.get('r1');
    assert.deepEqual(waits.waits, [12_000]);
  });

  it('waits as usual where Retry-After can not be read', async () => {
    const waits = fakeWaits({ baseDelay: 100 });
    const client = await clientOf(waits, json({}, 503, { 'Retry-After': 'soon 1' }), ok);
    await client.runs.get('r1');
    assert.deepEqual(waits.waits, [50]);
  });

  it('gives up at once when asked to wait longer than allowed, and says how long', async () => {
    const waits = fakeWaits({ longestRetryAfter: 60_000 });
    const client = await clientOf(waits, json({}, 429, { 'Retry-After': '61' }));
    await assert.rejects(client.runs.get('r1'), { status: 429, retryAfter: 61_000 });
    assert.equal(server.seen.length, 1);
  });

  it('does not repeat a create whose answer is lost', async () => {
    const waits = fakeWaits();
    const client = await clientOf(waits, reset);
    await assert.rejects(
      client.runs.create({ experimentId: '1', name: 'n', startTime: 1 }),
      MlflowConnectionError
    );
    await assert.rejects(
      client.loggedModels.create({ experimentId: '1', name: 'n' }),
      MlflowConnectionError
    );
    await assert.rejects(client.experiments.create({ name: 'n' }), MlflowConnectionError);
    await assert.rejects(
      client.modelVersions.create({ name: 'n', source: 'models:/m-1' }),
      MlflowConnectionError
    );
    assert.equal(server.seen.length, 4);
    assert.deepEqual(waits.waits, []);
  });

  it('repeats a create that was turned away with 429', async () => {
    const waits = fakeWaits();
    const client = await clientOf(waits, apiError(429, 'REQUEST_LIMIT_EXCEEDED'), ok);
    const run = await client.runs.create({ experimentId: '1', name: 'n', startTime: 1 });
    assert.equal(run.info.runId, 'r1');
  });

  for (const trouble of [
    'QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00 (Background on this error at: https://sqlalche.me/e/20/3o7r)',
    '(psycopg2.InterfaceError) connection already closed (Background on this error at: https://sqlalche.me/e/20/rvf5)'
  ]) {
    it(`sends again what the server had no database for: ${trouble.slice(0, 40)}…`, async () => {
      const waits = fakeWaits();
      const client = await clientOf(waits, apiError(400, 'BAD_REQUEST', trouble), ok);
      assert.equal((await client.runs.get('r1')).info.runId, 'r1');
    });
  }

  it('does not send again what the database refuses', async () => {
    const waits = fakeWaits();
    const refusal = apiError(
      400,
      'BAD_REQUEST',
      '(psycopg2.errors.NumericValueOutOfRange) (Background on this error at: https://sqlalche.me/e/20/9h9h)'
    );
    const client = await clientOf(waits, refusal, ok);
    await assert.rejects(client.runs.get('r1'), { name: 'MlflowApiError', status: 400 });
  });

  it('sends again when two equal batches clash', async () => {
    const waits = fakeWaits();
    const clash = apiError(400, 'BAD_REQUEST', '(sqlite3.IntegrityError) UNIQUE constraint failed');
    const client = await clientOf(waits, clash, json({}));
    await client.runs.logBatch('r1', { params: [{ key: 'a', value: 'b' }] });
    assert.equal(server.seen.length, 2);
  });

  it('takes a clash of outputs for done, one model at a time', async () => {
    const waits = fakeWaits();
    const clash = apiError(400, 'BAD_REQUEST', '(sqlite3.IntegrityError) UNIQUE constraint failed');
    const client = await clientOf(waits, clash, clash, json({}));
    await client.runs.logOutputs('r1', [
      { modelId: 'm-1', step: 0 },
      { modelId: 'm-2', step: 0 }
    ]);
    assert.equal(server.seen.length, 3);
    assert.deepEqual(waits.waits, []);
  });

  it('takes the number of attempts of a single call', async () => {
    const waits = fakeWaits();
    const client = await clientOf(waits, reset);
    await assert.rejects(client.runs.get('r1', { attempts: 1 }), MlflowConnectionError);
    assert.equal(server.seen.length, 1);
  });

  it('asks for the headers anew at each attempt', async () => {
    server = await startFaultServer(reset, ok);
    let asked = 0;
    const headers = (url: string): Record<string, string> => ({
      Authorization: `Bearer ${++asked} ${new URL(url).pathname}`
    });
    const { retry } = fakeWaits();
    const client = new MlflowClient({ trackingUri: server.url, headers, retry });
    await client.runs.get('r1');
    const sent = server.seen.map(request => request.headers.authorization);
    assert.deepEqual(sent, [
      'Bearer 1 /api/2.0/mlflow/runs/get',
      'Bearer 2 /api/2.0/mlflow/runs/get'
    ]);
  });
});
