import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { MlflowApiError, MlflowClient, MlflowProtocolError } from '../../src/tracking/index.js';
import { fakeWaits } from './fake-waits.js';
import {
  apiError,
  json,
  reset,
  startFaultServer,
  type Answer,
  type FaultServer
} from './fault-server.js';

interface Shape {
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

function run(id: string, { name = 'n', tags = {} }: Shape = {}): object {
  return {
    info: { run_id: id, run_name: name, experiment_id: '1', status: 'RUNNING' },
    data: { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) }
  };
}

const CLIENT_ID = { 'autolog.clientRunId': 'c-1' };
const created = (id: string): Answer => json({ run: run(id, { tags: CLIENT_ID }) });
const found = (...ids: string[]): Answer => json({ runs: ids.map(id => run(id)) });

describe('creating', () => {
  let server: FaultServer;
  let client: MlflowClient;
  afterEach(() => server.stop());

  async function answer(...answers: Answer[]): Promise<void> {
    server = await startFaultServer(...answers);
    client = new MlflowClient({ trackingUri: server.url, retry: fakeWaits().retry });
  }

  const calls = (): string[] => server.seen.map(({ url }) => url.split('/mlflow/')[1] ?? '');
  const request = { experimentId: '1', name: 'n', startTime: 1, clientRunId: 'c-1' };

  it('searches for the client id before it creates', async () => {
    await answer(found('old'));
    assert.equal((await client.runs.createOrFind(request)).info.runId, 'old');
    assert.deepEqual(calls(), ['runs/search']);
    const body = JSON.parse(server.seen[0]?.body ?? '') as Record<string, unknown>;
    assert.equal(body['filter'], "tags.`autolog.clientRunId` = 'c-1'");
    assert.equal(body['run_view_type'], 'ALL');
  });

  it('spares the first search where no earlier try was made', async () => {
    await answer(created('new'));
    const made = await client.runs.createOrFind(request, { mayExist: false });
    assert.equal(made.info.runId, 'new');
    assert.deepEqual(calls(), ['runs/create']);
  });

  it('finds the run whose answer was lost instead of making a second one', async () => {
    await answer(reset, found('first'));
    const made = await client.runs.createOrFind(request, { mayExist: false });
    assert.equal(made.info.runId, 'first');
    assert.deepEqual(calls(), ['runs/create', 'runs/search']);
  });

  it('creates again where the search finds nothing', async () => {
    await answer(apiError(503, 'TEMPORARILY_UNAVAILABLE'), found(), created('second'));
    const made = await client.runs.createOrFind(request, { mayExist: false });
    assert.equal(made.info.runId, 'second');
    assert.deepEqual(calls(), ['runs/create', 'runs/search', 'runs/create']);
  });

  it('gives up on a refusal, and after the last attempt', async () => {
    await answer(apiError(400, 'INVALID_PARAMETER_VALUE'));
    await assert.rejects(client.runs.createOrFind(request, { mayExist: false }), MlflowApiError);
    assert.equal(server.seen.length, 1);
    await server.stop();
    const down = apiError(503, 'TEMPORARILY_UNAVAILABLE');
    await answer(down, found(), down, found(), down);
    const limited = client.runs.createOrFind(request, { mayExist: false, attempts: 3 });
    await assert.rejects(limited, { status: 503 });
    assert.deepEqual(calls().filter(call => call === 'runs/create').length, 3);
  });

  it('refuses client ids that a search could not hold', async () => {
    await answer(found());
    for (const clientRunId of ['', "a'b", 'a b', 'x`y', 'é']) {
      await assert.rejects(client.runs.createOrFind({ ...request, clientRunId }), {
        name: 'MlflowArgumentError'
      });
    }
    assert.equal(server.seen.length, 0);
  });

  it('sends a name and tags again that the server lost', async () => {
    const tags = { a: '1', b: '2' };
    const half = json({ run: run('r', { name: 'brave-newt-1', tags: { a: '1' } }) });
    const whole = json({ run: run('r', { tags }) });
    await answer(half, json({ run_info: { run_id: 'r', experiment_id: '1' } }), json({}), whole);
    const list = Object.entries(tags).map(([key, value]) => ({ key, value }));
    const made = await client.runs.create({ ...request, tags: list });
    assert.equal(made.info.runName, 'n');
    assert.deepEqual(calls(), ['runs/create', 'runs/update', 'runs/set-tag', 'runs/get?run_id=r']);
    assert.match(server.seen[2]?.body ?? '', /"key":"b","value":"2"/);
  });

  it('says what is lost if the server loses it twice', async () => {
    const half = json({ run: run('r'), run_info: { run_id: 'r', experiment_id: '1' } });
    await answer(half);
    const tags = [{ key: 'a', value: '1' }];
    await assert.rejects(client.runs.create({ ...request, tags }), error => {
      return error instanceof MlflowProtocolError && /run r but lost tag a/.test(error.message);
    });
  });

  it('leaves a tag alone that the server gave another value', async () => {
    await answer(json({ run: run('r', { tags: { 'mlflow.user': 'server' } }) }));
    await client.runs.create({ ...request, tags: [{ key: 'mlflow.user', value: 'me' }] });
    assert.deepEqual(calls(), ['runs/create']);
  });

  it('takes the name from the name alone, as a differing tag is refused', async () => {
    await answer(json({ run: run('r') }));
    await client.runs.create({ ...request, tags: [{ key: 'mlflow.runName', value: 'other' }] });
    assert.doesNotMatch(server.seen[0]?.body ?? '', /other/);
  });

  it('gets an experiment that somebody else made at the same moment', async () => {
    const missing = apiError(404, 'RESOURCE_DOES_NOT_EXIST');
    const taken = apiError(400, 'RESOURCE_ALREADY_EXISTS');
    const there = json({ experiment: { experiment_id: '7', name: 'e' } });
    await answer(missing, taken, there);
    const experiment = await client.experiments.getOrCreate({ name: 'e' });
    assert.equal(experiment.experimentId, '7');
    assert.equal(server.seen.length, 3);
  });

  it('does not take a wrong address for a missing experiment', async () => {
    await answer(apiError(404, 'ENDPOINT_NOT_FOUND'));
    await assert.rejects(client.experiments.getByName('e'), { errorCode: 'ENDPOINT_NOT_FOUND' });
  });
});
