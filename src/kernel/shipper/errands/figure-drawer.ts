import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Drawing, Drawn } from '../../figures/drawing.js';
import { wordsOf } from '../../connection/error-words.js';
import { ShutdownError } from '../failures/patience.js';
import { Slots } from '../slots.js';

/** A figure that can't be drawn, now or later. */
export class FigureError extends Error {
  constructor(problem: string) {
    super(
      `The figure can't be drawn: ${problem}. Its specification is kept with this reason; ` +
        'a path that ends in .json logs the specification alone.'
    );
    this.name = 'FigureError';
  }
}

export interface DrawerOptions {
  /** Absolute path of the program that draws, `figures.cjs`. */
  readonly script: string;
  readonly signal: AbortSignal;
  /** How long one figure may take, in seconds in which this process ran. Default: 120. */
  readonly patience?: number;
}

const PATIENCE_S = 120;
const BEAT_MS = 1000;
/** The process that draws ends when it has nothing to do for so long: it is larger than we are. */
const IDLE_MS = 5000;
/** A process that died may have been somebody else's victim: the second time it is the figure. */
const ATTEMPTS = 2;

/**
 * Draws figures, one after the other, in a process that is there only while there are some. A
 * specification may ask for any amount of work; too much of it ends that process, and not the
 * delivery of the rest.
 */
export class FigureDrawer {
  constructor(private readonly _options: DrawerOptions) {}

  /** The text of the artifact. @throws FigureError, ShutdownError */
  async draw(drawing: Drawing): Promise<string> {
    await this._turns.acquire();
    clearTimeout(this._idle);
    try {
      const drawn = await this._draw(drawing);
      if ('problem' in drawn) {
        throw new FigureError(drawn.problem);
      }
      return drawn.text;
    } finally {
      this._idle = setTimeout(() => {
        this.close();
      }, IDLE_MS).unref();
      this._turns.release();
    }
  }

  /** Ends the process that draws. */
  close(): void {
    clearTimeout(this._idle);
    this._child?.kill('SIGKILL');
    this._child = null;
  }

  private async _draw(drawing: Drawing): Promise<Drawn> {
    for (let attempt = 1; ; attempt++) {
      if (this._options.signal.aborted) {
        throw new ShutdownError();
      }
      this._child ??= this._start();
      try {
        return await this._ask(this._child, drawing);
      } catch (error) {
        this.close();
        if (!(error instanceof DeathError)) {
          throw error;
        }
        if (attempt === ATTEMPTS) {
          return { problem: error.message };
        }
      }
    }
  }

  /** Its answer. @throws DeathError, FigureError, ShutdownError; the process is of no use then. */
  private async _ask(child: ChildProcess, drawing: Drawing): Promise<Drawn> {
    const { signal, patience = PATIENCE_S } = this._options;
    const settled = new AbortController();
    const until = { signal: settled.signal };
    const answer = async (): Promise<Drawn> => {
      const [drawn] = (await once(child, 'message', until)) as [Drawn];
      return drawn;
    };
    const death = async (): Promise<never> => {
      const [code, by] = (await once(child, 'exit', until)) as [number | null, string | null];
      // The way in which Node ends a program that finds no memory.
      throw by === 'SIGABRT'
        ? new FigureError('it takes more memory than a drawing may')
        : new DeathError(`the process that draws it ended (${by ?? code})`);
    };
    const shutdown = async (): Promise<never> => {
      await once(signal, 'abort', until);
      throw new ShutdownError();
    };
    const impatience = async (): Promise<never> => {
      // Beats are counted, not the clock: a machine that slept has not been drawing.
      for (let beats = 0; beats * BEAT_MS < patience * 1000; beats++) {
        await sleep(BEAT_MS, undefined, until);
      }
      throw new FigureError(`it takes longer than ${patience} seconds`);
    };
    try {
      return await Promise.race([
        answer(),
        death(),
        shutdown(),
        impatience(),
        send(child, drawing).then(() => new Promise<never>(() => undefined))
      ]);
    } finally {
      settled.abort();
    }
  }

  private _start(): ChildProcess {
    const { script } = this._options;
    const child = fork(script, [], {
      execArgv: [],
      cwd: path.dirname(script),
      env: environment(),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc']
    });
    // Who waits for an answer hears of it there.
    child.on('error', () => undefined);
    child.on('exit', () => {
      if (this._child === child) {
        this._child = null;
      }
    });
    child.unref();
    child.channel?.unref();
    return child;
  }

  private readonly _turns = new Slots(1);
  private _child: ChildProcess | null = null;
  private _idle: NodeJS.Timeout | undefined;
}

/** The process that draws is gone. */
class DeathError extends Error {}

function send(child: ChildProcess, drawing: Drawing): Promise<void> {
  return new Promise((resolve, reject) => {
    child.send(drawing, error => {
      if (error === null) {
        resolve();
      } else {
        reject(new DeathError(wordsOf(error)));
      }
    });
  });
}

/** The time zone, and what Windows starts no program without. No password is in there. */
function environment(): NodeJS.ProcessEnv {
  const names = ['TZ', 'LANG', 'LC_ALL', 'SYSTEMROOT'];
  return Object.fromEntries(names.map(name => [name, process.env[name]]));
}
