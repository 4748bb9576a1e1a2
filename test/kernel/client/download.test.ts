import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { apiError, json, text, type Answer } from '../../tracking/fault-server.js';
import { startFaultClient, type FaultClient } from './fault-client.js';

describe('a download', () => {
  let folder: string;
  let fault: FaultClient;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'autolog-download-'));
  });
  afterEach(async () => {
    await fault.server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A server that lists `files` in each folder, and gives `answers` in turn for each file. */
  async function serve(files: Readonly<Record<string, readonly object[]>>, ...answers: Answer[]) {
    const run = {
      info: { run_id: 'r', experiment_id: '1', artifact_uri: 'mlflow-artifacts:/1/r' }
    };
    let asked = 0;
    const answer: Answer = (response, request, raw) => {
      const url = new URL(request.url, 'http://host');
      if (url.pathname.endsWith('/runs/get')) {
        return json({ run })(response, request, raw);
      }
      if (url.pathname.endsWith('/artifacts/list')) {
        const listed = files[url.searchParams.get('path') ?? ''] ?? [];
        return json({ files: listed })(response, request, raw);
      }
      const next = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      return next?.(response, request, raw);
    };
    fault = await startFaultClient([answer]);
    await mkdir(path.join(folder, 'in'));
    return fault.client;
  }

  const file = (name: string): object => ({ path: name, is_dir: false, file_size: 1 });
  const inside = (): Promise<string[]> => readdir(folder, { recursive: true });

  for (const bad of [
    '../out',
    'a/../../out',
    '/etc/out',
    'a\\..\\out',
    'other/out',
    'C:out',
    'b/c'
  ]) {
    it(`writes nothing where the server lists ${bad}`, async () => {
      const client = await serve({ '': [file('good'), file(bad)] }, text('x', 'text/plain'));
      await assert.rejects(client.downloadArtifacts('r', '', path.join(folder, 'in')), {
        name: 'MlflowArgumentError'
      });
      assert.deepEqual(await inside(), ['in']);
    });
  }

  it('writes nothing where a folder lists what is not in it', async () => {
    const client = await serve({ a: [file('b/c')] }, text('x', 'text/plain'));
    const target = path.join(folder, 'in');
    await assert.rejects(client.downloadArtifacts('r', 'a', target), /outside the folder/);
    assert.deepEqual(await inside(), ['in']);
  });

  it('takes a file that a store lists below itself for a file', async () => {
    const client = await serve({ 'a.txt': [file('a.txt')] }, text('x', 'text/plain'));
    const place = await client.downloadArtifacts('r', 'a.txt', path.join(folder, 'in'));
    assert.equal(await readFile(place, 'utf8'), 'x');
  });

  it('that breaks off in the middle is begun again', async () => {
    const half: Answer = response => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('half', () => response.socket?.resetAndDestroy());
    };
    const client = await serve({}, half, half, text('whole', 'text/plain'));
    const place = await client.downloadArtifacts('r', 'a.txt', path.join(folder, 'in'));
    assert.equal(await readFile(place, 'utf8'), 'whole');
    assert.deepEqual(await inside(), ['in', path.join('in', 'a.txt')]);
  });

  it('that never gets whole leaves what was there', async () => {
    const half: Answer = response => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('half', () => response.socket?.resetAndDestroy());
    };
    const client = await serve({}, half);
    const place = path.join(folder, 'in', 'a.txt');
    await writeFile(place, 'old');
    await assert.rejects(client.downloadArtifacts('r', 'a.txt', path.join(folder, 'in')), {
      name: 'MlflowConnectionError'
    });
    assert.equal(await readFile(place, 'utf8'), 'old');
    assert.deepEqual(await inside(), ['in', path.join('in', 'a.txt')]);
  });

  it('that can not be written says so, and is not tried again', async () => {
    const client = await serve({}, text('x', 'text/plain'));
    await writeFile(path.join(folder, 'in', 'a'), 'a file where a folder is needed');
    await assert.rejects(client.downloadArtifacts('r', 'a/b.txt', path.join(folder, 'in')), {
      name: 'MlflowError',
      message: /b\.txt can't be written: E/
    });
    assert.equal(
      fault.server.seen.filter(({ url }) => url.includes('/mlflow-artifacts/')).length,
      0
    );
  });

  it('that is whole and can not be put in its place leaves nothing, and is not tried again', async () => {
    const client = await serve({}, text('x', 'text/plain'));
    await mkdir(path.join(folder, 'in', 'a.txt'));
    await assert.rejects(client.downloadArtifacts('r', 'a.txt', path.join(folder, 'in')), {
      name: 'MlflowError',
      message: /a\.txt can't be written: E/
    });
    assert.deepEqual(await inside(), ['in', path.join('in', 'a.txt')]);
    const downloads = fault.server.seen.filter(({ url }) => url.includes('/mlflow-artifacts/'));
    assert.equal(downloads.length, 1);
  });

  it('of a file that is not there tells MLflow’s code', async () => {
    const client = await serve({}, apiError(404, 'RESOURCE_DOES_NOT_EXIST'));
    await assert.rejects(client.downloadArtifacts('r', 'none', path.join(folder, 'in')), {
      errorCode: 'RESOURCE_DOES_NOT_EXIST'
    });
    assert.deepEqual(await inside(), ['in']);
  });
});
