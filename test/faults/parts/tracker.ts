import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { eventually } from '../../kernel/eventually.js';
import { signal as signalProcess } from './processes.js';
import type { PythonHost } from './python-host.js';

const START_MS = 60_000;

/** A real MLflow server that can die and come back at the same address, with the same store. */
export class Tracker {
  /** Starts one with an empty store in the folder `store`, which is made. */
  static async start(host: PythonHost, store: string): Promise<Tracker> {
    mkdirSync(path.join(store, 'mlartifacts'), { recursive: true });
    await host.prepare(store);
    const tracker = new Tracker(host, store, await freePort());
    await tracker.start();
    return tracker;
  }

  readonly url: string;

  /** Starts it unless it runs, and resolves when it answers. */
  async start(): Promise<void> {
    await this.begin();
    await eventually(() => this._ask(), START_MS);
  }

  /** Starts it unless it runs, without waiting until it answers. */
  async begin(): Promise<void> {
    if (this._pid !== null && isAlive(this._pid)) {
      return;
    }
    this._pid = await this._host.serve(this.store, this._port);
  }

  /** As `kill -9` does. */
  kill(): void {
    this.signal('SIGKILL');
    this._pid = null;
  }

  signal(signal: NodeJS.Signals): void {
    if (this._pid !== null) {
      signalProcess(this._pid, signal);
    }
  }

  private constructor(
    private readonly _host: PythonHost,
    readonly store: string,
    private readonly _port: number
  ) {
    this.url = `http://127.0.0.1:${_port}`;
  }

  private async _ask(): Promise<void> {
    try {
      const { ok, status } = await fetch(`${this.url}/health`);
      if (!ok) {
        throw new Error(`The tracking server answers ${status}.`);
      }
    } catch (error) {
      // Somebody else may have had its port for a moment; then it has ended, and is started again.
      if (this._pid !== null && !isAlive(this._pid)) {
        await this.begin();
      }
      throw error;
    }
  }

  private _pid: number | null = null;
}

/** A port of this machine that nobody listens at now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // ESRCH: there is none.
    return false;
  }
}
