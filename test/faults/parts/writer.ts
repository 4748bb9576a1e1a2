import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { eventually } from '../../kernel/eventually.js';
import { WRITER } from './places.js';
import type { WriterEvent, WriterOptions } from './writer-plan.js';

const PATIENCE_MS = 60_000;

/** The process of `writer-main.ts`. */
export class Writer {
  readonly events: WriterEvent[] = [];
  /** Resolves when its process has ended, to the exit code or the signal. */
  readonly exited: Promise<number | NodeJS.Signals>;

  /** `nodeOptions` are those of the writer; its shipper has none. */
  constructor(
    options: WriterOptions,
    environment: NodeJS.ProcessEnv = {},
    nodeOptions: readonly string[] = []
  ) {
    this._child = spawn(process.execPath, [...nodeOptions, WRITER, JSON.stringify(options)], {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['pipe', 'pipe', 'ignore']
    });
    this._child.stdin?.on('error', () => undefined);
    if (this._child.stdout !== null) {
      createInterface({ input: this._child.stdout }).on('line', line => {
        this.events.push(JSON.parse(line) as WriterEvent);
      });
    }
    this.exited = new Promise(resolve => {
      this._child.on('exit', (code, signal) => {
        this._hasExited = true;
        resolve(code ?? signal ?? -1);
      });
    });
  }

  get pid(): number {
    return this._child.pid ?? 0;
  }

  /** It is about to log its first record. */
  ready(): Promise<WriterEvent> {
    return this.event(({ event }) => event === 'ready', 'get ready');
  }

  /** All of its plan is logged. */
  done(within: number): Promise<WriterEvent> {
    return this.event(({ event }) => event === 'done', 'log all', within);
  }

  /** Its shipper has told it a message of that type that says so. @param from Number of events before that don't count. */
  told(type: string, words: RegExp, from = 0): Promise<WriterEvent> {
    return this.event(
      (one, number) =>
        number >= from && one.event === 'told' && one.type === type && words.test(one.text),
      `be told "${type}" with ${String(words)}`
    );
  }

  /** The first event that fits, now or later. */
  event(
    fits: (event: WriterEvent, number: number) => boolean,
    what: string,
    within = PATIENCE_MS
  ): Promise<WriterEvent> {
    return eventually(() => {
      const found = this.events.find(fits);
      if (found === undefined) {
        const last = JSON.stringify(this.events.filter(({ event }) => event !== 'ready').slice(-5));
        throw new Error(`The writer did not ${what}; its last events: ${last}`);
      }
      return found;
    }, within);
  }

  /** Lets it end in good order. */
  end(): Promise<number | NodeJS.Signals> {
    this._child.stdin?.end();
    return this.exited;
  }

  signal(signal: NodeJS.Signals): void {
    this._child.kill(signal);
  }

  kill(): Promise<number | NodeJS.Signals> {
    this.signal('SIGKILL');
    return this.exited;
  }

  /** The processes that it has started and that live: its shipper, perhaps not awake yet. */
  shippers(): number[] {
    if (this._hasExited) {
      return [];
    }
    try {
      const children = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8');
      return children.trim().split(' ').filter(Boolean).map(Number);
    } catch {
      // It has ended this moment.
      return [];
    }
  }

  private readonly _child: ChildProcess;
  private _hasExited = false;
}
