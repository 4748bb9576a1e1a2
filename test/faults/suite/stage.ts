import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { ShipperMessage } from '../../../src/kernel/shipper/messages.js';
import { eventually } from '../../kernel/eventually.js';
import { commandLine, endProcessesOf, processesOf, signal } from '../parts/processes.js';
import { SHIPPER } from '../parts/places.js';
import type { PythonHost } from '../parts/python-host.js';
import { Tracker } from '../parts/tracker.js';
import { Writer } from '../parts/writer.js';
import type { WriterOptions } from '../parts/writer-plan.js';
import type { Outcome } from './outcome.js';
import type { Random } from './random.js';

export interface StageOptions {
  readonly host: PythonHost;
  /** An empty folder. */
  readonly folder: string;
  readonly random: Random;
  readonly times: number;
  /** Whether this is the part for every test run. */
  readonly isShort: boolean;
}

interface WriterChoice extends Partial<Omit<WriterOptions, 'plan' | 'acknowledgements'>> {
  readonly environment?: NodeJS.ProcessEnv;
  readonly nodeOptions?: readonly string[];
}

const REST_MS = 10 * 60_000;
const RECOVERY_EVERY_MS = 5000;

/** What a fault happens on: a folder of journals, trackers, writers, and the count at the end. */
export class Stage {
  constructor(private readonly _options: StageOptions) {
    this._home = path.join(_options.folder, 'home');
    mkdirSync(this._acknowledgements);
    mkdirSync(this.home, { mode: 0o700 });
  }

  /** `AUTOLOG_HOME`. */
  get home(): string {
    return this._home;
  }

  /** From now on the journals lie below `home`. */
  useHome(home: string): void {
    this._home = home;
  }

  get folder(): string {
    return this._options.folder;
  }

  get host(): PythonHost {
    return this._options.host;
  }

  get random(): Random {
    return this._options.random;
  }

  get times(): number {
    return this._options.times;
  }

  get isShort(): boolean {
    return this._options.isShort;
  }

  /** To be done when the fault is over, the last one first. */
  defer(undo: () => unknown): void {
    this._undo.push(undo);
  }

  async startTracker(name = 'store'): Promise<Tracker> {
    const tracker = await Tracker.start(this.host, path.join(this.folder, name));
    this.defer(() => tracker.kill());
    return tracker;
  }

  /** Where the next writer's acknowledgements go. */
  acknowledgementFile(): string {
    this._writers++;
    return path.join(this._acknowledgements, `${this._writers}.jsonl`);
  }

  /** A writer that logs to the server at `uri`; ended with the stage. */
  startWriter(uri: string, plan: WriterOptions['plan'], choice: WriterChoice = {}): Writer {
    const { environment, nodeOptions, ...options } = choice;
    const writer = new Writer(
      {
        home: this.home,
        target: { kind: 'uri', uri },
        acknowledgements: this.acknowledgementFile(),
        experiment: 'faults',
        shipper: SHIPPER,
        ...options,
        plan
      },
      environment,
      nodeOptions
    );
    this.defer(() => writer.kill());
    return writer;
  }

  /** As the next start of Jupyter: delivers what was left behind. The exit code. */
  async recover(environment: NodeJS.ProcessEnv = {}, script: string = SHIPPER): Promise<number> {
    return (await this.recoverAndListen(environment, script)).code;
  }

  /** The same, and the faults that it told. */
  async recoverAndListen(
    environment: NodeJS.ProcessEnv = {},
    script: string = SHIPPER
  ): Promise<{ readonly code: number; readonly told: readonly string[] }> {
    const child = spawn(process.execPath, [script, '--recover', '--home', this.home], {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'inherit']
    });
    const told: string[] = [];
    createInterface({ input: child.stdout }).on('line', line => {
      const message = JSON.parse(line) as ShipperMessage;
      if (message.type === 'fault') {
        told.push(message.message);
      }
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? -1, told };
  }

  /** The ids of the journals that are not delivered. */
  journals(): string[] {
    try {
      return readdirSync(path.join(this.home, 'journals')).filter(name => !name.startsWith('.'));
    } catch {
      // Nothing was ever recorded.
      return [];
    }
  }

  /** Waits until the shippers that are there have delivered everything, without any help. */
  async delivered(within = REST_MS): Promise<void> {
    await eventually(() => {
      const journals = this.journals();
      if (journals.length > 0) {
        throw new Error(`${journals.length} journals are not delivered yet.`);
      }
    }, within);
  }

  /** Delivers what was left behind, as often as it takes, as one start of Jupyter after the other. */
  async deliverRest(environment: NodeJS.ProcessEnv = {}, within = REST_MS): Promise<void> {
    const deadline = performance.now() + within;
    let next = 0;
    while (this.journals().length > 0) {
      if (performance.now() > deadline) {
        throw new Error(`${this.journals().length} journals could not be delivered.`);
      }
      // Those of shippers that live are theirs, and a recovery takes time from them.
      if (performance.now() > next) {
        await this.recover(environment);
        next = performance.now() + RECOVERY_EVERY_MS;
      }
      await pause(100);
    }
  }

  /** What the store of `tracker` has of all that was acknowledged. */
  async count(
    tracker: Pick<Tracker, 'store'> & { readonly url: string | null }
  ): Promise<Omit<Outcome, 'times'>> {
    const answer = path.join(this.folder, `count-${this.random.seedFor()}.json`);
    await this.host.count({
      answer,
      acknowledgements: readdirSync(this._acknowledgements).map(name =>
        path.join(this._acknowledgements, name)
      ),
      rejects: path.join(this.home, 'rejects'),
      store: tracker.store,
      url: tracker.url
    });
    return JSON.parse(readFileSync(answer, 'utf8')) as Omit<Outcome, 'times'>;
  }

  /** Kills the shippers of all kernels that ever logged here, and recoveries. */
  killShippers(): void {
    for (const pid of processesOf(this.home)) {
      if (/ --(journal|recover) /.test(commandLine(pid))) {
        signal(pid, 'SIGKILL');
      }
    }
  }

  /** Ends what is left of processes, and removes the folder unless somebody wants to look at it. */
  async close(isKept: boolean): Promise<void> {
    for (const undo of this._undo.splice(0).reverse()) {
      await undo();
    }
    endProcessesOf(this.folder);
    if (isKept) {
      return;
    }
    await eventually(() => {
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  private get _acknowledgements(): string {
    return path.join(this._options.folder, 'acknowledgements');
  }

  private readonly _undo: (() => unknown)[] = [];
  private _writers = 0;
  private _home: string;
}
