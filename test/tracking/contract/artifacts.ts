import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { isNotFound } from '../../../src/tracking/index.js';
import { listOf, newRun, type GetContract } from './contract.js';

const PATHS = [
  'plain.txt',
  'deep/er/and/deeper/x.json',
  'with space/ü 損失 😀.txt',
  '100%',
  '5% off/a',
  'a..b/...',
  '.hidden',
  "it's & (x) [y] {z} = + , ; @ !",
  `${'x'.repeat(251)}.txt`,
  'ab:c'
];

export function artifactsContract(contract: GetContract): void {
  describe('files of a real server', () => {
    it('lie where they were put, for this client and for Python', async () => {
      const { client, server } = contract();
      const { runId, artifactUri } = (await newRun(contract())).info;
      for (const file of PATHS) {
        await client.artifacts.upload(artifactUri, file, `content of ${file}`);
      }
      for (const file of PATHS) {
        for (const options of [{}, { artifactUri }]) {
          const response = await client.artifacts.download(runId, file, options);
          assert.equal(await response.text(), `content of ${file}`);
        }
      }
      const script = `
import json, pathlib, mlflow
folder = pathlib.Path(mlflow.artifacts.download_artifacts(run_id='${runId}'))
files = {p.relative_to(folder).as_posix(): p.read_text('utf-8') for p in folder.rglob('*') if p.is_file()}
print(json.dumps(files))`;
      const wanted = Object.fromEntries(PATHS.map(file => [file, `content of ${file}`]));
      assert.deepEqual(JSON.parse(await server.python(script)), wanted);
    });

    it('are listed folder by folder', async () => {
      const { client } = contract();
      const { runId, artifactUri } = (await newRun(contract())).info;
      assert.deepEqual(await listOf(client.artifacts.list(runId)), []);
      await client.artifacts.upload(artifactUri, 'a b/c.txt', 'four');
      await client.artifacts.upload(artifactUri, 'empty', '');
      assert.deepEqual(await listOf(client.artifacts.list(runId)), [
        { path: 'a b', isDirectory: true, size: null },
        { path: 'empty', isDirectory: false, size: 0 }
      ]);
      assert.deepEqual(await listOf(client.artifacts.list(runId, 'a b')), [
        { path: 'a b/c.txt', isDirectory: false, size: 4 }
      ]);
    });

    it('of logged models are listed folder by folder', async () => {
      const { client } = contract();
      const { experimentId } = (await newRun(contract())).info;
      const { modelId, artifactUri } = await client.loggedModels.create({ experimentId });
      assert.deepEqual(await listOf(client.artifacts.listOfModel(modelId)), []);
      await client.artifacts.upload(artifactUri, 'a b/c.txt', 'four');
      assert.deepEqual(await listOf(client.artifacts.listOfModel(modelId)), [
        { path: 'a b', isDirectory: true, size: null }
      ]);
      assert.deepEqual(await listOf(client.artifacts.listOfModel(modelId, 'a b')), [
        { path: 'a b/c.txt', isDirectory: false, size: 4 }
      ]);
    });

    it('are replaced by what comes later', async () => {
      const { client } = contract();
      const { runId, artifactUri } = (await newRun(contract())).info;
      await client.artifacts.upload(artifactUri, 'a', 'a long first text');
      await client.artifacts.upload(artifactUri, 'a', new Uint8Array([1, 2]));
      const response = await client.artifacts.download(runId, 'a');
      assert.deepEqual(new Uint8Array(await response.arrayBuffer()), new Uint8Array([1, 2]));
      assert.match(response.headers.get('content-disposition') ?? '', /attachment/);
    });

    it('are streamed in both directions', async () => {
      const { client } = contract();
      const { artifactUri, runId } = (await newRun(contract())).info;
      const block = new Uint8Array(1024 * 1024).fill(7);
      const body = (): ReadableStream<Uint8Array> => {
        let left = 20;
        return new ReadableStream({
          pull: controller => (left-- > 0 ? controller.enqueue(block) : controller.close())
        });
      };
      await client.artifacts.upload(artifactUri, 'big.bin', body);
      const { body: stream } = await client.artifacts.download(runId, 'big.bin', { artifactUri });
      let bytes = 0;
      const reader = stream!.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        bytes += part.value.length;
      }
      assert.equal(bytes, 20 * 1024 * 1024);
    });

    it('are never held in memory as a whole while they are sent', async () => {
      const { client } = contract();
      const { artifactUri } = (await newRun(contract())).info;
      let most = 0;
      const body = (): ReadableStream<Uint8Array> => {
        let left = 200;
        return new ReadableStream({
          pull: controller => {
            most = Math.max(most, process.memoryUsage().arrayBuffers);
            return left-- > 0
              ? controller.enqueue(new Uint8Array(1024 * 1024).fill(left))
              : controller.close();
          }
        });
      };
      const before = process.memoryUsage().arrayBuffers;
      await client.artifacts.upload(artifactUri, 'large.bin', body);
      const megabytes = Math.round((most - before) / 1024 / 1024);
      assert(megabytes < 100, `${megabytes} of 200 MB`);
    });

    it('that do not exist are an error, not an empty file', async () => {
      const { client } = contract();
      const { artifactUri, runId } = (await newRun(contract())).info;
      for (const options of [{}, { artifactUri }]) {
        await assert.rejects(client.artifacts.download(runId, 'none', options), isNotFound);
      }
    });

    it('are handed to a server that does not keep them itself', async () => {
      const { client, server } = contract();
      const folder = path.join(server.storeFolder, `direct ${randomUUID()}`);
      mkdirSync(folder);
      const experimentId = await client.experiments.create({
        name: randomUUID(),
        artifactLocation: pathToFileURL(folder).href
      });
      const { artifactUri, runId } = (await newRun(contract(), experimentId)).info;
      assert.match(artifactUri, /^file:/);
      await client.artifacts.upload(artifactUri, 'd e/ü.json', '{"a": 1}');
      const response = await client.artifacts.download(runId, 'd e/ü.json', { artifactUri });
      assert.deepEqual(await response.json(), { a: 1 });
    });
  });
}
