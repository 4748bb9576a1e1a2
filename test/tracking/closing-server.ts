import { createServer, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * A worker: a server that answers each request with the JSON of a run, and closes its connections
 * when it gets a message. `workerData` is a flag that it sets to 1 when they are closed.
 * Posts its port.
 */
const closed = workerData as Int32Array;
const RUN = JSON.stringify({
  run: { info: { run_id: 'r1', run_name: 'n', experiment_id: '1', status: 'RUNNING' } }
});
const sockets = new Set<Socket>();

const server = createServer(socket => {
  sockets.add(socket);
  socket.on('data', () => {
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${RUN.length}`;
    socket.write(`${head}\r\n\r\n${RUN}`);
  });
  socket.on('error', () => undefined);
});
server.listen(0, '127.0.0.1', () => {
  parentPort?.postMessage(server.address());
});

parentPort?.on('message', () => {
  const ended = [...sockets].map(socket => new Promise<void>(resolve => socket.end(resolve)));
  sockets.clear();
  void Promise.all(ended).then(() => {
    Atomics.store(closed, 0, 1);
    Atomics.notify(closed, 0);
  });
});
