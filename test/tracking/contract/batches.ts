import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  chunkBatch,
  isRefused,
  MlflowApiError,
  type Batch,
  type Run
} from '../../../src/tracking/index.js';
import { listOf, metric, newRun, type GetContract } from './contract.js';

/** The server answers 200 to a half-read body: each of these once lost data unseen. */
export function batchesContract(contract: GetContract): void {
  const untyped = (value: unknown): never => value as never;

  async function logged(batch: Batch): Promise<Run> {
    const { client } = contract();
    const { runId } = (await newRun(contract())).info;
    for (const chunk of chunkBatch(batch)) {
      await client.runs.logBatch(runId, chunk);
    }
    return client.runs.get(runId);
  }

  const history = (run: Run, key = 'm') =>
    listOf(contract().client.metrics.history({ runId: run.info.runId, key }));

  describe('batches to a real server', () => {
    const rest: Batch = {
      params: [{ key: 'p', value: 'kept' }],
      tags: [{ key: 't', value: 'kept' }]
    };

    function assertRestIsKept(run: Run): void {
      assert.deepEqual(run.data.params.find(param => param.key === 'p')?.value, 'kept');
      assert.deepEqual(run.data.tags.find(tag => tag.key === 't')?.value, 'kept');
    }

    it('lose nothing after fractional times and steps', async () => {
      const run = await logged({
        ...rest,
        metrics: [
          metric({ timestamp: 1, step: 0 }),
          metric({ timestamp: 2.25, step: 1.5 }),
          metric({ timestamp: 3, step: 2 })
        ]
      });
      assertRestIsKept(run);
      const points = (await history(run)).map(({ timestamp, step }) => [timestamp, step]);
      assert.deepEqual(points, [
        [1, 0],
        [2, 1],
        [3, 2]
      ]);
    });

    it('lose nothing after steps and times beyond 64 bits, and keep negative steps', async () => {
      const run = await logged({
        ...rest,
        metrics: [
          metric({ timestamp: 1, step: 2 ** 70 }),
          metric({ timestamp: 1e300, step: -1 }),
          metric({ timestamp: -7, step: 5 })
        ]
      });
      assertRestIsKept(run);
      const most = Number.MAX_SAFE_INTEGER;
      const points = (await history(run)).map(({ timestamp, step }) => [timestamp, step]);
      assert.deepEqual(points, [
        [0, 5],
        [1, most],
        [most, -1]
      ]);
    });

    it('lose nothing after values that are no numbers in JSON', async () => {
      const values = [NaN, Infinity, -Infinity, Number('1e400'), 5e-324, 0.1, -0];
      const run = await logged({
        ...rest,
        metrics: values.map((value, step) => metric({ value, step }))
      });
      assertRestIsKept(run);
      const most = Number.MAX_VALUE;
      assert.deepEqual(
        (await history(run)).map(({ value }) => value),
        [NaN, most, -most, most, 5e-324, 0.1, 0]
      );
    });

    it('lose nothing after params and tags that are no texts', async () => {
      const odd = [12, true, null, undefined].map((value, i) => ({
        key: `odd${i}`,
        value: untyped(value)
      }));
      const run = await logged({
        params: [...odd, ...(rest.params ?? [])],
        tags: [...odd, ...(rest.tags ?? [])],
        metrics: [metric()]
      });
      assertRestIsKept(run);
      assert.equal(run.data.metrics.length, 1);
      assert.equal(run.data.params.find(param => param.key === 'odd0')?.value, '12');
      assert.equal(run.data.tags.find(tag => tag.key === 'odd1')?.value, 'true');
    });

    it('lose nothing after half characters', async () => {
      const run = await logged({
        ...rest,
        params: [{ key: 'a', value: '\ud83d' }, ...(rest.params ?? [])]
      });
      assertRestIsKept(run);
    });

    it('keep name and tags of a run that begins at a fraction of a millisecond', async () => {
      const { client } = contract();
      const { experimentId } = (await newRun(contract())).info;
      const run = await client.runs.create({
        experimentId,
        name: 'kept',
        startTime: 1000.75,
        tags: [{ key: 't', value: 'kept' }]
      });
      assert.deepEqual([run.info.runName, run.info.startTime], ['kept', 1000]);
      assert.equal(run.data.tags.find(tag => tag.key === 't')?.value, 'kept');
    });

    it('of the most that one request may hold are taken', async () => {
      const pairs = (count: number) =>
        Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: 'v' }));
      const metrics = Array.from({ length: 800 }, (_, i) => metric({ key: `m${i % 7}`, step: i }));
      const batch = { metrics, params: pairs(100), tags: pairs(100) };
      assert.equal(chunkBatch(batch).length, 1);
      const run = await logged(batch);
      assert.equal(run.data.params.length, 100);
      assert.equal(run.data.metrics.length, 7);
      assert.equal(run.data.tags.length, 101, 'and mlflow.runName');
    });

    it('of the longest names and values are taken whole', async () => {
      const key = '𝛼'.repeat(250);
      const run = await logged({
        metrics: [metric({ key })],
        params: [{ key, value: '😀'.repeat(7000) }],
        tags: [{ key, value: '損'.repeat(9000) }]
      });
      assert.equal(run.data.metrics[0]?.key, key);
      assert.equal(run.data.params[0]?.value, '😀'.repeat(6000));
      assert.equal(run.data.tags.find(tag => tag.key === key)?.value, '損'.repeat(8000));
    });

    it('that are repeated add nothing', async () => {
      const batch = { ...rest, metrics: [metric(), metric({ step: 1, value: NaN })] };
      const run = await logged(batch);
      await contract().client.runs.logBatch(run.info.runId, batch);
      assert.equal((await history(run)).length, 2);
    });

    it('that are repeated at the same moment are all answered well', async () => {
      const { client } = contract();
      const { runId } = (await newRun(contract())).info;
      const batch = { ...rest, metrics: Array.from({ length: 50 }, (_, step) => metric({ step })) };
      await Promise.all(Array.from({ length: 4 }, () => client.runs.logBatch(runId, batch)));
      assert.equal((await listOf(client.metrics.history({ runId, key: 'm' }))).length, 50);
    });

    it('with another value of a param are refused for good', async () => {
      const { client } = contract();
      const run = await logged(rest);
      const change = { params: [{ key: 'p', value: 'other' }], tags: [{ key: 'x', value: 'y' }] };
      await assert.rejects(client.runs.logBatch(run.info.runId, change), error => {
        return (
          error instanceof MlflowApiError &&
          isRefused(error) &&
          /Changing param/.test(error.message)
        );
      });
    });

    it('give curves of several runs', async () => {
      const { client } = contract();
      const metrics = Array.from({ length: 3000 }, (_, step) => metric({ step, value: step / 2 }));
      const runs = [await logged({ metrics }), await logged({ metrics: metrics.slice(0, 2) })];
      const runIds = runs.map(run => run.info.runId);
      const points = await client.metrics.sampledHistory({ runIds, key: 'm', maxResults: 100 });
      const long = points.filter(point => point.runId === runIds[0]);
      assert(long.length >= 50 && long.length <= 110, `${long.length} points`);
      assert.deepEqual([long[0]?.step, long.at(-1)?.step], [0, 2999]);
      assert.equal(points.filter(point => point.runId === runIds[1]).length, 2);
      const some = await client.metrics.sampledHistory({ runIds, key: 'm', steps: [10, 12] });
      assert.deepEqual(
        some.map(({ step }) => step),
        [10, 11, 12]
      );
    });

    it('of more points than one page holds are read to the end', async () => {
      const metrics = Array.from({ length: 25_010 }, (_, step) =>
        metric({ step, timestamp: step })
      );
      const points = await history(await logged({ metrics }));
      assert.equal(points.length, 25_010);
      assert.equal(new Set(points.map(({ step }) => step)).size, 25_010);
    });
  });
}
