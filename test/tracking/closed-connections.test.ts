import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { MlflowClient } from '../../src/tracking/index.js';

const closed = new Int32Array(new SharedArrayBuffer(4));
const server = new Worker(path.join(__dirname, 'closing-server.js'), { workerData: closed });
after(() => server.terminate());

/** The server closes its connections while this thread stands still, as in a long computation. */
function computeUntilConnectionsAreClosed(): void {
  Atomics.store(closed, 0, 0);
  server.postMessage('close');
  Atomics.wait(closed, 0, 0);
}

it('makes a run although the server has closed the connection during a computation', async () => {
  const [{ port }] = (await once(server, 'message')) as [AddressInfo];
  const client = new MlflowClient({ trackingUri: `http://127.0.0.1:${port}` });
  await client.runs.get('r1');
  // From here the event loop comes to its next request before it comes to its sockets.
  await new Promise(resolve => setImmediate(resolve));
  computeUntilConnectionsAreClosed();
  const run = await client.runs.create({ experimentId: '1', name: 'n', startTime: 0 });
  assert.equal(run.info.runId, 'r1');
});
