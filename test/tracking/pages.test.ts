import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { MlflowClient, MlflowProtocolError } from '../../src/tracking/index.js';
import { json, startFaultServer, type Answer, type FaultServer } from './fault-server.js';

const run = (id: string): object => ({ info: { run_id: id, experiment_id: '1' } });
const page = (ids: readonly string[], token?: string): Answer =>
  json({ runs: ids.map(run), ...(token === undefined ? {} : { next_page_token: token }) });

describe('pages', () => {
  let server: FaultServer;
  afterEach(() => server.stop());

  async function search(...pages: Answer[]): Promise<AsyncIterable<{ info: { runId: string } }>> {
    server = await startFaultServer(...pages);
    const client = new MlflowClient({ trackingUri: server.url });
    return client.runs.search({ experimentIds: ['1'], filter: 'f', orderBy: ['o'] });
  }

  async function ids(runs: AsyncIterable<{ info: { runId: string } }>): Promise<string[]> {
    const all: string[] = [];
    for await (const { info } of runs) {
      all.push(info.runId);
    }
    return all;
  }

  it('follows the tokens to the last page and sends the same question with each', async () => {
    const runs = await search(page(['a', 'b'], 't1'), page([], 't2'), page(['c']));
    assert.deepEqual(await ids(runs), ['a', 'b', 'c']);
    const bodies = server.seen.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    assert.deepEqual(
      bodies.map(body => body['page_token']),
      [undefined, 't1', 't2']
    );
    assert(bodies.every(body => body['filter'] === 'f' && Array.isArray(body['order_by'])));
  });

  it('takes an empty token for the end', async () => {
    assert.deepEqual(await ids(await search(page(['a'], ''))), ['a']);
  });

  it('asks for a page only when it is needed', async () => {
    for await (const { info } of await search(page(['a', 'b'], 't1'), page(['c']))) {
      assert.equal(info.runId, 'a');
      break;
    }
    assert.equal(server.seen.length, 1);
  });

  it('does not follow a token that never advances', async () => {
    await assert.rejects(ids(await search(page(['a'], 't1'))), MlflowProtocolError);
    assert.equal(server.seen.length, 2);
  });

  it('does not follow tokens in a circle', async () => {
    const runs = await search(page([], 'a'), page([], 'b'), page([], 'a'));
    await assert.rejects(ids(runs), /same page token twice/);
    assert.equal(server.seen.length, 3);
  });

  it('begins anew with each loop', async () => {
    const runs = await search(page(['a'], 't1'), page(['b']), page(['c']));
    assert.deepEqual([await ids(runs), await ids(runs)], [['a', 'b'], ['c']]);
  });

  it('can be read twice from the beginning', async () => {
    server = await startFaultServer(
      json({ metrics: [{ key: 'k', value: 'NaN', timestamp: '5' }] })
    );
    const client = new MlflowClient({ trackingUri: server.url });
    for (let i = 0; i < 2; i++) {
      for await (const metric of client.metrics.history({ runId: 'r', key: 'k' })) {
        assert.deepEqual(metric, { key: 'k', value: NaN, timestamp: 5, step: 0 });
      }
    }
    assert.equal(server.seen.length, 2);
  });
});
