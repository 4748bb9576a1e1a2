import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { TrackingTarget } from '../config/kernel-config.js';
import type { Answer, FoundExperiment, FoundRun, Question } from './answers.js';

/** How long a call may wait for the server, in milliseconds. After that it goes on without. */
const TIMEOUT_MS = 5000;

export interface LookupArguments {
  readonly target: TrackingTarget;
  /** The value of `AUTOLOG_HOME`. */
  readonly home: string;
  readonly question: Question;
}

/** What is asked of the tracking server by calls that return no promise. */
export interface Lookup {
  run(id: string): Answer<FoundRun>;
  experiment(id: string): Answer<FoundExperiment>;
  experimentByName(name: string): Answer<FoundExperiment>;
}

/** Asks by a process of its own, at most five seconds; takes a fifth of a second. Never throws. */
export class ServerLookup implements Lookup {
  constructor(
    /** Absolute path of the program, `lookup.cjs`. */
    private readonly _script: string,
    private readonly _where: () => Omit<LookupArguments, 'question'> & {
      /** Variables besides those of this process. */
      readonly credentials: Readonly<Record<string, string>>;
    }
  ) {}

  run(id: string): Answer<FoundRun> {
    return this._ask({ what: 'run', id }) as Answer<FoundRun>;
  }

  experiment(id: string): Answer<FoundExperiment> {
    return this._ask({ what: 'experiment', id }) as Answer<FoundExperiment>;
  }

  experimentByName(name: string): Answer<FoundExperiment> {
    return this._ask({ what: 'experiment by name', name }) as Answer<FoundExperiment>;
  }

  private _ask(question: Question): Answer<FoundRun | FoundExperiment> {
    const { target, home, credentials } = this._where();
    const given: LookupArguments = { target, home, question };
    const { stdout, error } = spawnSync(process.execPath, [this._script, JSON.stringify(given)], {
      cwd: path.dirname(this._script),
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      env: { ...process.env, ...credentials },
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true
    });
    try {
      return JSON.parse(stdout) as Answer<FoundRun | FoundExperiment>;
    } catch {
      // It was too slow, or could not run; what it would have found shows later, on delivery.
      return { state: 'unknown', reason: error?.message ?? 'The server did not answer in time.' };
    }
  }
}
