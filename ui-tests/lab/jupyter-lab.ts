import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PYTHON } from './python';

export interface LabOptions {
  /** Files to copy from `examples/` into the notebook root. */
  readonly notebooks: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** More words for the command line. */
  readonly args?: readonly string[];
  /** JupyterLab settings by plugin id, as `overrides.json` holds them. */
  readonly settings?: Readonly<Record<string, object>>;
}

const START_DEADLINE = 60_000;
const STOP_DEADLINE = 60_000;

/** A real JupyterLab with a notebook root, settings and journals of its own. */
export class JupyterLab {
  private constructor(
    readonly process: ChildProcess,
    /** The folder that Lab shows, where `mlflow.db` lies too. */
    readonly root: string,
    /** The folder of the journals. */
    readonly home: string,
    private readonly _folder: string,
    private readonly _url: string,
    private readonly _token: string
  ) {}

  static async start(options: LabOptions): Promise<JupyterLab> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-'));
    const root = path.join(folder, 'root');
    fs.mkdirSync(root);
    for (const name of options.notebooks) {
      fs.copyFileSync(path.resolve('examples', name), path.join(root, name));
    }
    fs.symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'), 'junction');
    writeSettings(folder, options.settings ?? {});

    const home = path.join(folder, 'journals');
    const runtime = path.join(folder, 'runtime');
    const log = fs.openSync(path.join(folder, 'lab.log'), 'a');
    const child = spawn(
      PYTHON,
      [
        '-m',
        'jupyterlab',
        '--no-browser',
        '--port=0',
        '--ServerApp.port_retries=20',
        '--allow-root',
        `--ServerApp.root_dir=${root}`,
        ...(options.args ?? [])
      ],
      {
        cwd: root,
        detached: true,
        stdio: ['ignore', log, log],
        env: {
          ...process.env,
          JUPYTER_CONFIG_DIR: path.join(folder, 'config'),
          JUPYTER_DATA_DIR: path.join(folder, 'data'),
          JUPYTER_RUNTIME_DIR: runtime,
          JUPYTERLAB_SETTINGS_DIR: path.join(folder, 'user-settings'),
          JUPYTERLAB_WORKSPACES_DIR: path.join(folder, 'workspaces'),
          AUTOLOG_HOME: home,
          ...options.env
        }
      }
    );
    const info = await waitForServerInfo(runtime, child, path.join(folder, 'lab.log'));
    return new JupyterLab(child, root, home, folder, info.url, info.token);
  }

  /** The address of a page of Lab, such as `lab/tree/iris.ipynb`, with the token. */
  url(page: string): string {
    return `${this._url}${page}?token=${this._token}`;
  }

  get log(): string {
    return fs.readFileSync(path.join(this._folder, 'lab.log'), 'utf8');
  }

  /**
   * Stops it as Ctrl-C does, twice to skip the question; what it leaves behind is deleted.
   * @throws with its log when it does not end in time.
   */
  async stop(): Promise<void> {
    try {
      if (this.process.exitCode === null && this.process.signalCode === null) {
        const exited = once(this.process, 'exit', { signal: AbortSignal.timeout(STOP_DEADLINE) });
        this.process.kill('SIGTERM');
        await exited;
      }
    } catch {
      const { log } = this;
      this.process.kill('SIGKILL');
      throw new Error(`JupyterLab did not end within ${STOP_DEADLINE} ms:\n${log}`);
    } finally {
      fs.rmSync(this._folder, { recursive: true, force: true });
    }
  }
}

function writeSettings(folder: string, settings: Readonly<Record<string, object>>): void {
  const overrides = {
    // News and recommendations ask the network and cover what is tested.
    '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
    ...settings
  };
  for (const [id, values] of Object.entries(overrides)) {
    const [extension, plugin] = id.split(':') as [string, string];
    const target = path.join(folder, 'user-settings', extension);
    fs.mkdirSync(target, { recursive: true });
    fs.writeFileSync(path.join(target, `${plugin}.jupyterlab-settings`), JSON.stringify(values));
  }
}

async function waitForServerInfo(
  runtime: string,
  child: ChildProcess,
  log: string
): Promise<{ url: string; token: string }> {
  const deadline = Date.now() + START_DEADLINE;
  while (Date.now() < deadline && child.exitCode === null) {
    const file = path.join(runtime, `jpserver-${child.pid}.json`);
    if (fs.existsSync(file) && fs.statSync(file).size > 0) {
      return JSON.parse(fs.readFileSync(file, 'utf8')) as { url: string; token: string };
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`JupyterLab did not start:\n${fs.readFileSync(log, 'utf8')}`);
}
