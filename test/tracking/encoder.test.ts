import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { limitedText, MlflowClient, type Batch, type Metric } from '../../src/tracking/index.js';
import { json, startFaultServer, type FaultServer } from './fault-server.js';

/** What stands on the wire; the server's answers are looked at elsewhere. */
describe('the encoder', () => {
  let server: FaultServer;
  let client: MlflowClient;

  beforeEach(async () => {
    server = await startFaultServer(json({}));
    client = new MlflowClient({ trackingUri: server.url });
  });
  afterEach(() => server.stop());

  async function bodyOf(batch: Batch): Promise<Record<string, unknown>> {
    await client.runs.logBatch('r1', batch);
    return JSON.parse(server.seen.at(-1)?.body ?? '') as Record<string, unknown>;
  }

  const metric = (more: Partial<Metric>): Metric => ({
    key: 'm',
    value: 1,
    timestamp: 5,
    step: 0,
    ...more
  });

  /** Values that TypeScript forbids and JavaScript hands in all the same. */
  const untyped = (value: unknown): never => value as never;

  it('cuts timestamps and steps to whole, safe numbers', async () => {
    const { metrics } = await bodyOf({
      metrics: [
        metric({ timestamp: 1234.75, step: 2.9 }),
        metric({ timestamp: -5, step: 2 ** 60 }),
        metric({ timestamp: 1e300, step: -Infinity }),
        metric({ timestamp: untyped(7n), step: -1.5 })
      ]
    });
    const most = Number.MAX_SAFE_INTEGER;
    assert.deepEqual(metrics, [
      { key: 'm', value: 1, timestamp: 1234, step: 2 },
      { key: 'm', value: 1, timestamp: 0, step: most },
      { key: 'm', value: 1, timestamp: most, step: -most },
      { key: 'm', value: 1, timestamp: 7, step: -1 }
    ]);
  });

  it('writes NaN and infinities as the texts that the server reads', async () => {
    const { metrics } = await bodyOf({
      metrics: [NaN, Infinity, -Infinity, -0, 5e-324].map(value => metric({ value }))
    });
    const values = (metrics as { value: unknown }[]).map(({ value }) => value);
    assert.deepEqual(values, ['NaN', 'Infinity', '-Infinity', 0, 5e-324]);
  });

  it("leaves the model out of a NaN, which would become 0 in the model's metrics", async () => {
    const { metrics } = await bodyOf({
      metrics: [metric({ value: NaN, modelId: 'm-1' }), metric({ modelId: 'm-1' })]
    });
    assert.deepEqual(
      (metrics as { model_id?: string }[]).map(({ model_id }) => model_id),
      [undefined, 'm-1']
    );
  });

  it('makes every param and tag a text', async () => {
    const values = [1, 1.5, true, null, undefined, NaN, 12n];
    const pairs = values.map((value, i) => ({ key: `k${i}`, value: untyped(value) }));
    const { params, tags } = await bodyOf({ params: pairs, tags: pairs });
    const texts = ['1', '1.5', 'true', 'null', 'undefined', 'NaN', '12'];
    for (const list of [params, tags]) {
      assert.deepEqual(
        (list as { value: unknown }[]).map(({ value }) => value),
        texts
      );
    }
  });

  it('replaces half characters and NUL, which servers or their databases refuse', async () => {
    const { params } = await bodyOf({ params: [{ key: 'p', value: 'a\ud83d b\0 \udc00😀' }] });
    assert.deepEqual(params, [{ key: 'p', value: 'a\ufffd b\ufffd \ufffd😀' }]);
  });

  it('cuts values to the limits of MLflow in code points', async () => {
    const { params, tags } = await bodyOf({
      params: [
        { key: 'exact', value: '😀'.repeat(6000) },
        { key: 'more', value: '😀'.repeat(6001) }
      ],
      tags: [{ key: 'tag', value: 'x'.repeat(8001) }]
    });
    const lengths = [...(params as { value: string }[]), ...(tags as { value: string }[])].map(
      ({ value }) => [...value].length
    );
    assert.deepEqual(lengths, [6000, 6000, 8000]);
  });

  it('puts ids and small things first, as the server drops from the end', async () => {
    await client.runs.logBatch('r1', { metrics: [metric({})], params: [], tags: [] });
    assert.match(
      server.seen[0]?.body ?? '',
      /^\{"run_id":"r1","tags":\[\],"params":\[\],"metrics":/
    );
  });

  for (const value of ['1', true, null, undefined, 1n]) {
    it(`refuses ${typeof value === 'string' ? 'a text' : String(value)} as a metric's value and sends nothing`, async () => {
      await assert.rejects(
        client.runs.logBatch('r1', { metrics: [metric({ value: untyped(value) })] }),
        {
          name: 'MlflowArgumentError',
          message: /value of metric "m" must be a number/
        }
      );
      assert.equal(server.seen.length, 0);
    });
  }

  it('refuses a timestamp or step that is no number', async () => {
    for (const more of [{ timestamp: NaN }, { step: NaN }, { step: untyped('1') }]) {
      await assert.rejects(client.runs.logBatch('r1', { metrics: [metric(more)] }), {
        name: 'MlflowArgumentError'
      });
    }
    assert.equal(server.seen.length, 0);
  });

  it('refuses states that MLflow does not know, as it would answer 200 and change nothing', async () => {
    await assert.rejects(client.runs.update('r1', { status: untyped('DONE') }), {
      message: /"DONE".*FINISHED/
    });
    await assert.rejects(client.loggedModels.finalize('m-1', untyped('READY')), {
      message: /"READY".*LOGGED_MODEL_READY/
    });
    await assert.rejects(
      client.runs.searchPage({ experimentIds: ['1'], viewType: untyped('active') }),
      { name: 'MlflowArgumentError' }
    );
    assert.equal(server.seen.length, 0);
  });

  it('refuses ids that could lead elsewhere', async () => {
    for (const id of ['', '../x', 'a/b', 'a?b', 'a b', untyped(undefined), untyped({})]) {
      await assert.rejects(client.loggedModels.get(id), { name: 'MlflowArgumentError' });
      await assert.rejects(client.runs.get(id), { name: 'MlflowArgumentError' });
    }
    assert.equal(server.seen.length, 0);
  });

  it('refuses a bad param of a model before any of them is sent', async () => {
    const params = Array.from({ length: 101 }, (_, i) => ({ key: `p${i}`, value: '' }));
    await client.loggedModels.create({ experimentId: '1', params }).catch(() => undefined);
    const sent = server.seen.length;
    assert(sent > 0);
    params[100] = { key: 'a@b', value: '' };
    await assert.rejects(client.loggedModels.create({ experimentId: '1', params }), {
      name: 'MlflowArgumentError'
    });
    assert.equal(server.seen.length, sent);
  });

  it("writes a metric's dataset by name and digest, and refuses half of it", async () => {
    const dataset = { datasetName: 'd', datasetDigest: 'x'.repeat(36) };
    const { metrics } = await bodyOf({ metrics: [metric(dataset)] });
    assert.deepEqual(metrics, [
      {
        key: 'm',
        value: 1,
        timestamp: 5,
        step: 0,
        dataset_name: 'd',
        dataset_digest: 'x'.repeat(36)
      }
    ]);
    for (const half of [
      { datasetName: 'd' },
      { datasetDigest: 'x' },
      { datasetName: 'd', datasetDigest: 'x'.repeat(37) }
    ]) {
      await assert.rejects(client.runs.logBatch('r1', { metrics: [metric(half)] }), {
        name: 'MlflowArgumentError'
      });
    }
    assert.equal(server.seen.length, 1);
  });

  it('asks for as many results a page as somebody wants, within what servers take', async () => {
    const asked = async (maxResults: number): Promise<string | undefined> => {
      for await (const model of client.loggedModels.search({ experimentIds: ['1'], maxResults })) {
        assert.fail(`unexpected ${JSON.stringify(model)}`);
      }
      return /"max_results":(\d+)/.exec(server.seen.at(-1)?.body ?? '')?.[1];
    };
    assert.deepEqual(
      [await asked(0), await asked(1), await asked(1000), await asked(1001)],
      ['1', '1', '1000', '1000']
    );
  });

  it('writes numeric ids as texts', async () => {
    await client.experiments.setTag(untyped(7), 'k', 'v');
    assert.match(server.seen[0]?.body ?? '', /^\{"experiment_id":"7"/);
  });

  it('refuses more in one batch than MLflow takes', async () => {
    const pairs = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: '' }));
    const metrics = (count: number) => Array.from({ length: count }, () => metric({}));
    await bodyOf({ params: pairs(100), tags: pairs(100), metrics: metrics(800) });
    for (const batch of [
      { params: pairs(101) },
      { tags: pairs(101) },
      { metrics: metrics(1001) },
      { params: pairs(1), metrics: metrics(1000) }
    ]) {
      await assert.rejects(client.runs.logBatch('r1', batch), { message: /chunkBatch/ });
    }
  });

  it('always says how many results it wants', async () => {
    const drain = async (items: AsyncIterable<unknown>): Promise<void> => {
      for await (const item of items) {
        assert.fail(`unexpected ${JSON.stringify(item)}`);
      }
    };
    await drain(client.runs.search({ experimentIds: ['1'] }));
    await drain(client.experiments.search());
    await drain(client.metrics.history({ runId: 'r', key: 'k' }));
    await client.metrics.sampledHistory({ runIds: ['r'], key: 'k' });
    await drain(client.loggedModels.search({ experimentIds: ['1'] }));
    await drain(client.registeredModels.search());
    await drain(client.modelVersions.search());
    assert.equal(server.seen.length, 7);
    for (const request of server.seen) {
      assert.match(request.url + request.body, /max_results"?[=:][1-9]/, request.url);
    }
  });

  it('cuts texts to code points without breaking a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, limit) => {
        const cut = limitedText(text, limit);
        assert.deepEqual(
          [...cut],
          [...text].slice(0, limit).map(c => (c === '\0' ? '\ufffd' : c))
        );
      })
    );
  });
});
