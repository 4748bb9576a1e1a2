import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { withoutCode } from '../config/node-options.js';
import type { Faults } from '../patch/faults.js';
import type { ShipperMessage } from '../shipper/messages.js';
import { MessageLines } from './message-lines.js';

/** A shipper that ends while its kernel lives is started again, more slowly each time, in ms. */
const FIRST_RESTART = 500;
const LONGEST_RESTART = 30_000;

export interface ShipperOptions {
  /** Absolute path of the shipper's script. */
  readonly script: string;
  /** Absolute path of the journal's folder. */
  readonly journal: string;
  readonly received: (message: ShipperMessage) => void;
  readonly faults: Faults;
}

/**
 * The process that ships this kernel's journal. It leads a session of its own, so that
 * neither the interrupts nor the death of the kernel reach it, and learns of the kernel's
 * end by the end of its standard input. It never keeps the kernel alive.
 */
export class ShipperProcess {
  private _restart = FIRST_RESTART;

  constructor(private readonly _options: ShipperOptions) {}

  start(): void {
    const { script, journal, faults } = this._options;
    faults.guard('starting the shipper', () => {
      const child = spawn(process.execPath, [script, '--journal', journal], {
        detached: true,
        stdio: ['pipe', 'pipe', 'ignore'],
        windowsHide: true,
        // The notebook's folder may be moved or deleted before everything is shipped.
        cwd: path.dirname(script),
        env: shipperEnvironment()
      });
      this._listen(child);
      this._letGo(child);
    });
  }

  private _listen(child: ChildProcess): void {
    const { faults, received } = this._options;
    const lines = new MessageLines(
      message => {
        this._restart = FIRST_RESTART;
        faults.guard('listening to the shipper', () => {
          received(message);
        });
      },
      error => {
        faults.report('listening to the shipper', error);
      }
    );
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      lines.add(text);
    });
    child.on('error', error => {
      faults.report('starting the shipper', error);
      this._startLater();
    });
    child.on('exit', (code, signal) => {
      faults.report('shipping', new ShipperEnded(code, signal));
      this._startLater();
    });
    // A pipe whose reader is gone: the exit tells it too.
    child.stdin?.on('error', () => undefined);
  }

  private _letGo(child: ChildProcess): void {
    child.unref();
    for (const stream of [child.stdin, child.stdout]) {
      (stream as unknown as { unref(): void } | null)?.unref();
    }
  }

  private _startLater(): void {
    setTimeout(() => {
      this.start();
    }, this._restart).unref();
    this._restart = Math.min(this._restart * 2, LONGEST_RESTART);
  }
}

/** It ends after its kernel, never before. */
class ShipperEnded extends Error {
  override readonly name = 'ShipperEnded';

  constructor(code: number | null, signal: NodeJS.Signals | null) {
    super(
      `the process that delivers runs ended (${signal ?? `exit code ${code}`}) and is started again. ` +
        'What was logged is safe in the journal.'
    );
  }
}

function shipperEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: nodeOptions, ...environment } = process.env;
  return nodeOptions === undefined
    ? environment
    : { ...environment, NODE_OPTIONS: withoutCode(nodeOptions) };
}
