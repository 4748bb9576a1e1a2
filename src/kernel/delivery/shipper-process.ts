import type { ChildProcess } from 'node:child_process';
import type { Faults } from '../patch/faults.js';
import type { ShipperMessage } from '../shipper/messages.js';
import { MessageLines } from './message-lines.js';
import { awakeShipper, spawnDormantShipper, spawnShipper } from './shipper-spawn.js';

/** A shipper that ends while its kernel lives is started again, more slowly each time, in ms. */
const FIRST_RESTART = 500;
const LONGEST_RESTART = 30_000;

/** A process, and what MLflow's variables said when it was started. */
interface Started {
  readonly child: ChildProcess;
  readonly variables: string;
}

export interface ShipperOptions {
  /** Absolute path of the shipper's script. */
  readonly script: string;
  /** Variables besides those of this process. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A process begins: what the one before it said of the server counts no more. */
  readonly started: () => void;
  readonly received: (message: ShipperMessage) => void;
  readonly faults: Faults;
}

/**
 * The process that ships this kernel's journal. It leads a session of its own, so that
 * neither the interrupts nor the death of the kernel reach it, and learns of the kernel's
 * end by the end of its standard input. It never keeps the kernel alive.
 */
export class ShipperProcess {
  private _dormant: Started | null = null;
  private _running: (Started & { readonly journal: string }) | null = null;
  private _restart = FIRST_RESTART;

  constructor(private readonly _options: ShipperOptions) {}

  /** Makes a later {@link start} quick. To be called while the kernel is still small. */
  prepare(): void {
    const { script, environment, faults } = this._options;
    faults.guard('preparing the shipper', () => {
      const child = spawnDormantShipper(script, environment);
      if (child === null) {
        return;
      }
      this._dormant = { child, variables: mlflowVariables() };
      // Without it the shipper is started when it is needed.
      const forget = (): void => {
        this._dormant = null;
      };
      child.on('error', forget).on('exit', forget);
      child.stdin?.on('error', () => undefined);
      letGo(child);
    });
  }

  /** Ships the journal in the folder `journal`, an absolute path, from now on. */
  start(journal: string): void {
    const { script, environment, started, faults } = this._options;
    faults.guard('starting the shipper', () => {
      const variables = mlflowVariables();
      const child = this._awake(journal, variables) ?? spawnShipper(script, journal, environment);
      this._running = { child, variables, journal };
      started();
      this._listen(child, journal);
      letGo(child);
    });
  }

  /**
   * Goes on with another process where MLflow's variables have changed since: with another token,
   * say, that a cell has put into `process.env`. Nothing is lost or repeated by that.
   */
  renew(): void {
    const { _running: running } = this;
    if (running === null || running.variables === mlflowVariables()) {
      return;
    }
    // It leaves the journal in good order, for which the next one waits.
    running.child.removeAllListeners('exit').kill('SIGTERM');
    this.start(running.journal);
  }

  private _awake(journal: string, variables: string): ChildProcess | null {
    const { _dormant: dormant } = this;
    this._dormant = null;
    if (dormant === null) {
      return null;
    }
    const { child } = dormant;
    if (dormant.variables !== variables || !awakeShipper(child, journal)) {
      // The shell that waits ends with its input.
      child.stdin?.end();
      return null;
    }
    child.removeAllListeners();
    return child;
  }

  private _listen(child: ChildProcess, journal: string): void {
    const { faults, received } = this._options;
    const lines = new MessageLines(
      message => {
        this._restart = FIRST_RESTART;
        faults.guard('listening to the shipper', () => {
          // The last words of one that was renewed: its successor asks the server by other credentials.
          if (child === this._running?.child || !isOfServer(message)) {
            received(message);
          }
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
      this._startLater(journal);
    });
    child.on('exit', (code, signal) => {
      faults.report('shipping', new ShipperEnded(code, signal));
      this._startLater(journal);
    });
    // A pipe whose reader is gone: the exit tells it too.
    child.stdin?.on('error', () => undefined);
  }

  private _startLater(journal: string): void {
    setTimeout(() => {
      this.start(journal);
    }, this._restart).unref();
    this._restart = Math.min(this._restart * 2, LONGEST_RESTART);
  }
}

function isOfServer({ type }: ShipperMessage): boolean {
  return type === 'unreachable' || type === 'reachable';
}

/** What MLflow's variables say now. */
function mlflowVariables(): string {
  return JSON.stringify(
    Object.entries(process.env)
      .filter(([name]) => name.startsWith('MLFLOW_'))
      .sort()
  );
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

/** The kernel ends when it has nothing else to do. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout]) {
    (stream as unknown as { unref(): void } | null)?.unref();
  }
}
