import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { fetch as undiciFetch } from 'undici';
import { MlflowClient } from '../../src/tracking/index.js';
import { json, startFaultServer, type FaultServer } from './fault-server.js';

describe('tracking URIs', () => {
  let server: FaultServer | undefined;
  afterEach(() => server?.stop());

  it('may have a path, with or without a slash at its end', async () => {
    server = await startFaultServer(json({}));
    for (const trackingUri of [`${server.url}/user/me/mlflow`, `${server.url}/user/me/mlflow//`]) {
      await new MlflowClient({ trackingUri }).runs.logBatch('r', {});
      assert.equal(server.seen.at(-1)?.url, '/user/me/mlflow/api/2.0/mlflow/runs/log-batch');
    }
  });

  it('turns user and password into a header and keeps them out of messages', async () => {
    server = await startFaultServer(json({}));
    const trackingUri = server.url.replace('//', '//m%C3%BCller:p%40ss@');
    const client = new MlflowClient({ trackingUri, retry: { attempts: 1 } });
    await client.runs.logBatch('r', {});
    const sent = server.seen[0]?.headers.authorization ?? '';
    assert.equal(Buffer.from(sent.slice('Basic '.length), 'base64').toString(), 'müller:p@ss');
    await server.stop();
    await assert.rejects(client.runs.get('r'), error => !/p(%40|@)ss/.test(String(error)));
  });

  it("does not send them to another host that keeps the run's files", async () => {
    server = await startFaultServer(json({}));
    const client = new MlflowClient({ trackingUri: 'http://u:secret@127.0.0.1:1' });
    const root = `mlflow-artifacts://${new URL(server.url).host}/1`;
    await client.artifacts.upload(root, 'a', 'x');
    assert.equal(server.seen[0]?.headers.authorization, undefined);
  });

  for (const trackingUri of [
    '',
    'localhost:5000',
    '/relative',
    'sqlite:///mlflow.db',
    'file:///x',
    'databricks',
    'http://h/?a',
    'http://h/#a'
  ]) {
    it(`refuses ${JSON.stringify(trackingUri)} and says what it must be`, () => {
      assert.throws(() => new MlflowClient({ trackingUri }), {
        name: 'MlflowArgumentError',
        message: /http|Leave it out/
      });
    });
  }

  it("takes undici's fetch, as needed for Unix sockets", async () => {
    server = await startFaultServer(json({}));
    const client = new MlflowClient({ trackingUri: server.url, fetch: undiciFetch });
    await client.artifacts.upload('mlflow-artifacts:/1', 'a', new Blob(['x']).stream());
    assert.equal(server.seen[0]?.body, 'x');
  });

  it('encodes what stands in a query', async () => {
    server = await startFaultServer(json({ experiment: { experiment_id: '1', name: 'x' } }));
    const client = new MlflowClient({ trackingUri: server.url });
    const name = 'a&b=c #+%20 ü/😀';
    await client.experiments.getByName(name);
    const url = new URL(server.seen[0]?.url ?? '', server.url);
    assert.equal(url.searchParams.get('experiment_name'), name);
    assert.match(
      client.artifacts.downloadUrl('r', 'a b/ü&.txt'),
      /get-artifact\?run_id=r&path=a(\+|%20)b%2F%C3%BC%26\.txt$/
    );
  });
});
