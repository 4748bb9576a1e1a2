import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { Journal } from '../../../src/kernel/journal/journal.js';
import type { TrackingTarget } from '../../../src/kernel/config/kernel-config.js';
import type { ShipperMessage } from '../../../src/kernel/shipper/messages.js';

const SHIPPER = path.resolve(__dirname, '../../../src/kernel/shipper/main.js');
/** With all that the build puts beside it. */
const BUILT_SHIPPER = path.resolve(__dirname, '../../../../jupyterlab_autolog/kernel/shipper.cjs');
const DEADLINE_MS = 60_000;

/** A folder for `AUTOLOG_HOME`, to be removed by `removeHome`. */
export function makeHome(): string {
  return mkdtempSync(path.join(tmpdir(), 'autolog-shipper-'));
}

export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** The number of a process that has ended. */
export function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

export interface StandInOptions {
  readonly home: string;
  readonly target: TrackingTarget;
  readonly kernelId?: string;
  /** Of the kernel that the journal names; default: this process, which lives. */
  readonly pid?: number;
  readonly snapshotFile?: string;
}

/** The journal of a kernel, without the kernel. */
export function startJournal(options: StandInOptions): Journal {
  const journalId = randomUUID();
  return new Journal({
    home: options.home,
    journalId,
    open: () => ({
      type: 'open',
      version: 1,
      journalId,
      kernelId: options.kernelId ?? 'kernel-1',
      pid: options.pid ?? process.pid,
      host: hostname(),
      time: Date.now(),
      target: options.target,
      snapshotFile: options.snapshotFile ?? null
    }),
    onTrouble: trouble => {
      throw new Error(trouble?.reason);
    }
  });
}

/** A shipper's process. */
export class ShipperUnderTest {
  static ofJournal(journal: Journal, environment: NodeJS.ProcessEnv = {}): ShipperUnderTest {
    return new ShipperUnderTest(['--journal', journal.folder.path], environment);
  }

  /** The shipper as it is delivered, which needs a build. */
  static built(journal: Journal): ShipperUnderTest {
    return new ShipperUnderTest(['--journal', journal.folder.path], {}, BUILT_SHIPPER);
  }

  static recover(home: string, root?: string): ShipperUnderTest {
    const ofRoot = root === undefined ? [] : ['--root', root];
    return new ShipperUnderTest(['--recover', '--home', home, ...ofRoot], {});
  }

  readonly messages: ShipperMessage[] = [];
  /** Resolves to the exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>;

  private constructor(args: string[], environment: NodeJS.ProcessEnv, script = SHIPPER) {
    this._child = spawn(process.execPath, [script, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'], ...environment }
    });
    this._child.stdin?.on('error', () => undefined);
    let text = '';
    this._child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      const lines = (text + part).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        this.messages.push(JSON.parse(line) as ShipperMessage);
      }
      this._listeners.splice(0).forEach(listener => listener());
    });
    this.ended = new Promise(resolve => {
      this._child.on('close', (code, signal) => {
        this._hasEnded = true;
        this._listeners.splice(0).forEach(listener => listener());
        resolve(code ?? signal ?? 'unknown');
      });
    });
  }

  /** The first message of that type that fits, now or later. Rejects when the shipper ends without it. */
  async message<T extends ShipperMessage['type']>(
    type: T,
    fits: (message: Extract<ShipperMessage, { type: T }>) => boolean = () => true
  ): Promise<Extract<ShipperMessage, { type: T }>> {
    const end = Date.now() + DEADLINE_MS;
    for (;;) {
      const found = this.messages.find(
        (message): message is Extract<ShipperMessage, { type: T }> =>
          message.type === type && fits(message as Extract<ShipperMessage, { type: T }>)
      );
      if (found !== undefined) {
        return found;
      }
      if (this._hasEnded || Date.now() > end) {
        throw new Error(`No such message "${type}" came, but: ${JSON.stringify(this.messages)}`);
      }
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, end - Date.now());
        this._listeners.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** All of the journal up to now is delivered or refused. */
  async delivered(journal: Journal): Promise<void> {
    await this.message('progress', ({ offset }) => offset >= journal.bytes);
  }

  /** As when the kernel's process ends. Resolves to the exit code. */
  kernelEnds(): Promise<number | string> {
    this._child.stdin?.end();
    return this.ended;
  }

  kill(signal: NodeJS.Signals): Promise<number | string> {
    this._child.kill(signal);
    return this.ended;
  }

  get pid(): number {
    return this._child.pid ?? 0;
  }

  private readonly _child: ChildProcess;
  private readonly _listeners: (() => void)[] = [];
  private _hasEnded = false;
}
