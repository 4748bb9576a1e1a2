import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { WebSocket } from 'undici';
import { eventually } from '../../kernel/eventually.js';
import { linkModules, NODE_TYPES } from '../../scenarios/kernel/node-modules.js';
import { testPython } from '../../tracking/mlflow-server.js';
import { processesOf, signal } from './processes.js';
import { freePort } from './tracker.js';

const TOKEN = 'a-token-of-the-tests';
const START_MS = 90_000;
const ANSWER_MS = 60_000;

/** A real JupyterLab with this extension, which starts its own tracking server. */
export class Lab {
  /** Starts one whose notebooks and store lie in `folder/root`, and waits until it answers. */
  static async start(folder: string, home: string): Promise<Lab> {
    const root = path.join(folder, 'root');
    if (!existsSync(root)) {
      mkdirSync(root);
      linkModules(root, NODE_TYPES);
    }
    const port = await freePort();
    const log = openSync(path.join(folder, 'lab.log'), 'a');
    const child = spawn(
      testPython(),
      [
        ...['-m', 'jupyterlab', '--no-browser', '--allow-root', `--port=${port}`],
        ...['--ServerApp.port_retries=0', `--ServerApp.root_dir=${root}`],
        ...[`--IdentityProvider.token=${TOKEN}`, '--Autolog.recovery_interval=1']
      ],
      { cwd: folder, env: environment(folder, home), stdio: ['ignore', log, log] }
    );
    const lab = new Lab(child, `http://127.0.0.1:${port}`, folder);
    await eventually(() => lab._ask('GET', 'api/status'), START_MS);
    return lab;
  }

  /** Opens a notebook with a TypeScript kernel; the kernel's id. */
  async open(name: string): Promise<string> {
    const body = { path: name, name, type: 'notebook', kernel: { name: 'tslab' } };
    const session = (await this._ask('POST', 'api/sessions', body)) as { kernel: { id: string } };
    return session.kernel.id;
  }

  /** What the button does. */
  async restart(kernelId: string): Promise<void> {
    await this._ask('POST', `api/kernels/${kernelId}/restart`);
  }

  /** What the button does. */
  async shutDown(kernelId: string): Promise<void> {
    await this._ask('DELETE', `api/kernels/${kernelId}`);
  }

  /** Runs a cell to its end. @throws where it fails or does not end. */
  async execute(kernelId: string, code: string): Promise<void> {
    const status = await this._send(kernelId, code, true);
    if (status !== 'ok') {
      throw new Error(`A cell ended with "${status}".`);
    }
  }

  /** Sends a cell without waiting for anything. */
  async begin(kernelId: string, code: string): Promise<void> {
    await this._send(kernelId, code, false);
  }

  /** As `kill -9`: the server alone, its kernels are left behind. */
  async kill(): Promise<void> {
    this._child.kill('SIGKILL');
    await this._ended;
  }

  /** Kills the kernels of this Lab and of those before it. */
  killKernels(): void {
    processesOf(runtimeFolder(this._folder)).forEach(pid => signal(pid, 'SIGKILL'));
  }

  /** Ends it in good order, its kernels with it. */
  async stop(): Promise<void> {
    this._child.kill('SIGTERM');
    await this._ended;
  }

  private constructor(
    private readonly _child: ChildProcess,
    private readonly _url: string,
    private readonly _folder: string
  ) {
    this._ended = new Promise(resolve => {
      _child.once('exit', () => resolve());
    });
  }

  private async _ask(method: string, place: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this._url}/${place}`, {
      method,
      headers: { Authorization: `token ${TOKEN}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${place}: HTTP ${response.status}, ${text.slice(0, 300)}`);
    }
    return text === '' ? null : JSON.parse(text);
  }

  /** Sends a cell. The status of its reply, or an empty text where none is waited for. */
  private async _send(kernelId: string, code: string, waits: boolean): Promise<string> {
    const address = `${this._url.replace('http', 'ws')}/api/kernels/${kernelId}/channels`;
    const socket = new WebSocket(`${address}?token=${TOKEN}`);
    const id = randomUUID();
    try {
      return await new Promise<string>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`The kernel gave no reply within ${ANSWER_MS / 1000} s.`)),
          ANSWER_MS
        );
        const finish = (status: string): void => {
          clearTimeout(timer);
          resolve(status);
        };
        socket.addEventListener('error', () => reject(new Error('The connection failed.')));
        socket.addEventListener('open', () => {
          socket.send(JSON.stringify(request(id, code)));
          if (!waits) {
            finish('');
          }
        });
        socket.addEventListener('message', ({ data }) => {
          const { parent_header, header, content } = JSON.parse(String(data)) as KernelMessage;
          if (parent_header.msg_id === id && header.msg_type === 'execute_reply') {
            finish(content.status ?? '');
          }
        });
      });
    } finally {
      socket.close();
    }
  }

  private readonly _ended: Promise<void>;
}

interface KernelMessage {
  readonly header: { readonly msg_type: string };
  readonly parent_header: { readonly msg_id?: string };
  readonly content: { readonly status?: string };
}

function request(id: string, code: string): object {
  const header = {
    msg_id: id,
    session: id,
    username: 'test',
    date: new Date().toISOString(),
    msg_type: 'execute_request',
    version: '5.3'
  };
  const content = { code, silent: false, store_history: true, allow_stdin: false };
  return { channel: 'shell', header, parent_header: {}, metadata: {}, content, buffers: [] };
}

function runtimeFolder(folder: string): string {
  return path.join(folder, 'runtime');
}

function environment(folder: string, home: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(_?MLFLOW_|DATABRICKS_|AUTOLOG_|NODE_OPTIONS$|npm_)/.test(name)
  );
  const programs = [path.dirname(testPython()), path.dirname(process.execPath)];
  return {
    ...Object.fromEntries(own),
    PATH: [...programs, process.env['PATH']].join(path.delimiter),
    AUTOLOG_HOME: home,
    JUPYTER_PREFER_ENV_PATH: '1',
    JUPYTER_CONFIG_DIR: path.join(folder, 'config'),
    JUPYTER_DATA_DIR: path.join(folder, 'data'),
    JUPYTER_RUNTIME_DIR: runtimeFolder(folder)
  };
}
