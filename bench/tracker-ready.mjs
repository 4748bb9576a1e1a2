/**
 * tracker-ready: seconds from the start of JupyterLab's process to the embedded tracking server's
 * first answer (GET autolog/mlflow/health through the authenticated proxy), with a new store each
 * time. `lab` is when Lab itself answered, `firstSearch` when the first search of experiments was
 * answered, which is what makes MLflow lay its store out.
 *
 * tracker-memory: PSS of all processes of the tracking server after that search, in MB.
 *
 * Peer of both: `mlflow server` as it comes, on a store of its own: from the start of its process
 * to its first answer, and all its processes' memory after the same search.
 */
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { endChild, startChild } from './fixtures/child.mjs';
import { until } from './fixtures/deadline.mjs';
import { median, quantile, repetitions, result, rounded } from './fixtures/figures.mjs';
import { Lab } from './fixtures/lab.mjs';
import { PYTHON } from './fixtures/places.mjs';
import { familyOf, memoryOf } from './fixtures/processes.mjs';
import { quiet } from './fixtures/python.mjs';
import { scoped } from './fixtures/scope.mjs';

export const names = ['tracker-ready', 'tracker-memory'];

const SEARCH = 'api/2.0/mlflow/experiments/search?max_results=100';

export async function run({ name, report }) {
  const rounds = repetitions(5);
  const ours = [];
  const peers = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await scoped(startOurs));
    peers.push(await scoped(startPeer));
  }
  const middle = (measured, what) => median(measured.map(one => one[what]));
  const common = { peer: 'mlflow server', repetitions: rounds };
  if (name === null || name === 'tracker-ready') {
    report(
      result({
        ...common,
        name: 'tracker-ready',
        measure:
          'median time from the start of JupyterLab to the first answer of its tracking server',
        value: middle(ours, 'ready'),
        unit: 's',
        bound: { of: 'value', most: 5 },
        peerValue: middle(peers, 'ready'),
        slowest: rounded(
          quantile(
            ours.map(one => one.ready),
            1
          )
        ),
        lab: rounded(middle(ours, 'lab')),
        firstSearch: rounded(middle(ours, 'firstSearch')),
        peerFirstSearch: rounded(middle(peers, 'firstSearch'))
      })
    );
  }
  if (name === null || name === 'tracker-memory') {
    report(
      result({
        ...common,
        name: 'tracker-memory',
        measure: 'memory (PSS) of the embedded tracking server',
        value: middle(ours, 'memory'),
        unit: 'MB',
        bound: { of: 'value', most: 300 },
        peerValue: middle(peers, 'memory'),
        processes: middle(ours, 'processes'),
        peerProcesses: middle(peers, 'processes')
      })
    );
  }
}

async function startOurs({ defer, folder }) {
  const lab = Lab.start({ folder: folder('lab'), root: folder('root') });
  defer(() => lab.stop());
  await lab.listens();
  const answered = await Promise.all([
    lab.answers('api/status'),
    lab.answers('autolog/mlflow/health')
  ]);
  const firstSearch = await lab.answers(`autolog/mlflow/${SEARCH}`);
  const [labReady, ready] = answered.map(time => time / 1000);
  const processes = familyOf(trackerPid(lab.home));
  return {
    lab: labReady,
    ready,
    firstSearch: firstSearch / 1000,
    memory: memoryOf(processes),
    processes: processes.length
  };
}

/** The process that the server extension announces. */
function trackerPid(home) {
  const trackers = path.join(home, 'trackers');
  const [file] = fs.readdirSync(trackers);
  return JSON.parse(fs.readFileSync(path.join(trackers, file), 'utf8')).pid;
}

async function startPeer({ defer, folder }) {
  const root = folder('peer');
  const port = await freePort();
  const began = performance.now();
  const child = startChild(PYTHON, ['-m', 'mlflow', 'server', '--port', String(port)], {
    cwd: root,
    log: path.join(root, 'server.log'),
    env: quiet(process.env)
  });
  defer(() => endChild(child));
  const answered = route =>
    until(
      `an answer of mlflow server at ${route}`,
      async () => {
        const response = await fetch(`http://127.0.0.1:${port}/${route}`).catch(() => null);
        await response?.arrayBuffer();
        return response?.status === 200 && (performance.now() - began) / 1000;
      },
      { seconds: 120, every: 10 }
    );
  const ready = await answered('health');
  const firstSearch = await answered(SEARCH);
  const processes = familyOf(child.pid);
  return { ready, firstSearch, memory: memoryOf(processes), processes: processes.length };
}

async function freePort() {
  const server = net.createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}
