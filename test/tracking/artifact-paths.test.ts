import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { artifactPathFault, MlflowClient } from '../../src/tracking/index.js';
import { json, startFaultServer, text, type FaultServer } from './fault-server.js';

const GOOD = [
  'a',
  'notebook/snapshot.ipynb',
  'with space/ü 損失.txt',
  '100%',
  '5% off',
  'a..b',
  '...',
  '.hidden',
  "quote's & (brackets) [x] {y} = + , ; @ !",
  'x'.repeat(255),
  'ab:c'
];

const BAD = [
  '',
  '/a',
  'a/',
  'a//b',
  '.',
  './a',
  'a/./b',
  '..',
  '../a',
  'a/../../b',
  'a#b',
  '%2e%2e/a',
  'a%41',
  'a\nb',
  'a\0',
  'a\x7f',
  'a\\b',
  'C:\\x',
  'C:x',
  'dir/c:',
  ' a',
  'a/ b',
  '?a',
  'x'.repeat(256),
  '損'.repeat(86),
  '\ud800'
];

describe('artifact paths', () => {
  let server: FaultServer | undefined;
  afterEach(() => server?.stop());

  for (const path of GOOD) {
    it(`takes ${JSON.stringify(path.slice(0, 50))}`, () => {
      assert.equal(artifactPathFault(path), null);
    });
  }

  it('refuses what would land elsewhere or break readers, before anything is sent', async () => {
    server = await startFaultServer(json({}));
    const client = new MlflowClient({ trackingUri: server.url });
    const root = 'mlflow-artifacts:/1/r/artifacts';
    for (const path of BAD) {
      const refused = { name: 'MlflowArgumentError', message: /artifact path/ };
      await assert.rejects(client.artifacts.upload(root, path, 'x'), refused, path);
      await assert.rejects(client.artifacts.download('r', path), refused);
      assert.throws(() => client.artifacts.downloadUrl('r', path), refused);
    }
    assert.deepEqual(server.seen, []);
  });

  it('puts every path that it takes below the root on the wire, each part encoded once', async () => {
    server = await startFaultServer(json({}));
    const client = new MlflowClient({ trackingUri: `${server.url}/base` });
    const prefix = '/base/api/2.0/mlflow-artifacts/artifacts/1/r/artifacts/';
    const character = fc.oneof(
      fc.constantFrom('.', '/', '%', '2', 'e', ' ', '?', '#', '\\', ':', 'a'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })
    );
    const awkward = fc.string({ unit: character, minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(awkward, async path => {
        fc.pre(artifactPathFault(path) === null);
        await client.artifacts.upload('mlflow-artifacts:/1/r/artifacts', path, 'x');
        const url = server?.seen.at(-1)?.url ?? '';
        assert(url.startsWith(prefix), url);
        assert.equal(decodeURIComponent(url.slice(prefix.length)), path);
      }),
      { numRuns: 300 }
    );
  });

  it("uses the host that the run's address names, and the tracking server's own otherwise", async () => {
    server = await startFaultServer(json({}));
    const other = await startFaultServer(json({}));
    try {
      const client = new MlflowClient({ trackingUri: server.url });
      const host = new URL(other.url).host;
      await client.artifacts.upload(`mlflow-artifacts://${host}/1/r/artifacts`, 'a', 'x');
      await client.artifacts.upload('mlflow-artifacts:/1/r/artifacts/', 'a', 'x');
      const path = '/api/2.0/mlflow-artifacts/artifacts/1/r/artifacts/a';
      assert.deepEqual(
        other.seen.map(({ method, url }) => [method, url]),
        [['PUT', path]]
      );
      assert.deepEqual(
        server.seen.map(({ method, url }) => [method, url]),
        [['PUT', path]]
      );
      for (const uri of [
        'mlflow-artifacts://8080/x',
        'mlflow-artifacts://u:p@h/x',
        'mlflow-artifacts://h/x?y'
      ]) {
        await assert.rejects(client.artifacts.upload(uri, 'a', 'x'), {
          name: 'MlflowArgumentError'
        });
      }
    } finally {
      await other.stop();
    }
  });

  it('hands files to the server where it does not keep them itself', async () => {
    server = await startFaultServer(json({}));
    const client = new MlflowClient({ trackingUri: server.url });
    const run = 'ab'.repeat(16);
    await client.artifacts.upload(`s3://bucket/1/${run}/artifacts`, 'd/ü.json', '{}');
    await client.artifacts.upload('file:///data', 'x', '{}', { runId: 'r2' });
    assert.deepEqual(
      server.seen.map(({ method, url }) => [method, url]),
      [
        ['POST', `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${run}&path=d%2F%C3%BC.json`],
        ['POST', '/ajax-api/2.0/mlflow/upload-artifact?run_uuid=r2&path=x']
      ]
    );
    assert.equal(server.seen[0]?.headers['content-type'], 'application/json');
    for (const [body, options] of [
      ['', { runId: 'r2' }],
      [new Uint8Array(10 * 1024 * 1024 + 1), { runId: 'r2' }],
      ['x', {}]
    ] as const) {
      await assert.rejects(client.artifacts.upload('file:///data', 'x', body, options), {
        name: 'MlflowArgumentError',
        message: /--serve-artifacts/
      });
    }
  });

  it('sends bodies of every kind, and repeats those that can be', async () => {
    const busy = text('', 'text/plain', 503);
    server = await startFaultServer(busy, json({}));
    const retry = { sleep: () => Promise.resolve() };
    const client = new MlflowClient({ trackingUri: server.url, retry });
    const root = 'mlflow-artifacts:/1/r/artifacts';
    const bytes = new TextEncoder().encode('bytes');
    await client.artifacts.upload(root, 'a', () => new Blob(['made']).stream());
    await client.artifacts.upload(root, 'a', bytes);
    await client.artifacts.upload(root, 'a', bytes.buffer);
    await client.artifacts.upload(root, 'a', new Blob(['blob']));
    await client.artifacts.upload(root, 'a', new Blob(['stream']).stream());
    assert.deepEqual(
      server.seen.map(request => request.body),
      ['made', 'made', 'bytes', 'bytes', 'blob', 'stream']
    );
  });

  it('does not repeat a stream, which can be read once only', async () => {
    server = await startFaultServer(text('', 'text/plain', 503));
    const client = new MlflowClient({ trackingUri: server.url });
    const stream = new Blob(['stream']).stream();
    await assert.rejects(client.artifacts.upload('mlflow-artifacts:/1/r', 'a', stream), {
      status: 503
    });
    assert.equal(server.seen.length, 1);
  });
});
