import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '../../kernel/eventually.js';

/** Compiled, this file lies in `build/test/scenarios/script`. */
const ROOT = path.resolve(__dirname, '..', '..', '..', '..');

/** What a script gave. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A script that goes on. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once the script has printed `text`. */
  printed(text: string): Promise<void>;
}

/** A folder of a person's own, which has this package installed. */
export class NodeProject {
  readonly path = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'autolog-project-')));
  /** The folder of journals. */
  readonly home = path.join(this.path, 'home');
  private readonly _running = new Set<ChildProcess>();

  constructor(files: Readonly<Record<string, string>> = {}) {
    fs.mkdirSync(path.join(this.path, 'node_modules'));
    fs.symlinkSync(ROOT, path.join(this.path, 'node_modules', 'jupyterlab-autolog'), 'junction');
    this.write(files);
  }

  /** Writes files by their paths in the folder. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.path, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
    }
  }

  /** Runs a file of the folder in Node until it ends. */
  async run(file: string, env: NodeJS.ProcessEnv = {}, cwd = this.path): Promise<Ended> {
    return this.begin(file, env, cwd).ended;
  }

  /** As {@link run}; resolves to the JSON that it printed. @throws Error with what it said where it fails. */
  async json(file: string, env: NodeJS.ProcessEnv = {}, cwd = this.path): Promise<unknown> {
    const { code, signal, stdout, stderr } = await this.run(file, env, cwd);
    if (code !== 0) {
      throw new Error(`${file} ended with ${signal ?? `code ${code}`}:\n${stdout}${stderr}`);
    }
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  }

  begin(file: string, env: NodeJS.ProcessEnv = {}, cwd = this.path): Running {
    const child = spawn(process.execPath, [path.resolve(this.path, file)], {
      cwd,
      env: { ...cleanEnvironment(), AUTOLOG_HOME: this.home, ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    this._running.add(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = once(child, 'close').then(([code, signal]) => {
      this._running.delete(child);
      return { code, signal, stdout, stderr };
    });
    const printed = async (text: string): Promise<void> => {
      while (!stdout.includes(text)) {
        const more = await Promise.race([once(child.stdout, 'data'), ended.then(() => null)]);
        if (more === null && !stdout.includes(text)) {
          throw new Error(`${file} ended before it printed ${text}:\n${stdout}${stderr}`);
        }
      }
    };
    return { process: child, ended, printed };
  }

  /** The journals that are not delivered yet. */
  get journals(): string[] {
    const folder = path.join(this.home, 'journals');
    return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  }

  /** Ends the scripts that are left and the processes that still deliver, and removes everything. */
  async remove(): Promise<void> {
    this._running.forEach(child => child.kill('SIGKILL'));
    for (const owner of this._owners()) {
      try {
        process.kill(owner, 'SIGTERM');
      } catch {
        // It has ended.
      }
    }
    await eventually(() => {
      fs.rmSync(this.path, { recursive: true, force: true });
    });
  }

  /** The processes that deliver journals of this folder. */
  private _owners(): number[] {
    return this.journals
      .flatMap(name => {
        const folder = path.join(this.home, 'journals', name);
        return fs.readdirSync(folder).map(file => path.join(folder, file));
      })
      .filter(file => /owner-\d+\.json$/.test(file))
      .map(file => (JSON.parse(fs.readFileSync(file, 'utf8')) as { pid: number }).pid);
  }
}

/** Our environment without what would lead a script elsewhere. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(MLFLOW_|AUTOLOG_|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/.test(name)
  );
  return Object.fromEntries(kept);
}
