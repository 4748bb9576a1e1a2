import type { RunRecord } from '../../journal/records.js';
import type { Crew } from '../crew.js';
import { wordsOf } from '../../connection/error-words.js';
import type { Pace } from './pace.js';
import { isForAll } from '../failures/patience.js';
import type { ServerRun } from '../progress/progress-file.js';
import { createRun, RunGoneError } from './server-run.js';

/** Makes a run at the server once it is needed, below the run that it is nested in. */
export class RunCreation {
  /** `start` is the byte of the journal at which `record` stands. */
  constructor(
    private readonly _crew: Crew,
    private readonly _record: RunRecord,
    private readonly _start: number,
    private readonly _parent: RunCreation | null,
    private readonly _pace: Pace
  ) {}

  /** The run at the server, made when first asked for. @throws RunGoneError, GaveUpError, ShutdownError */
  ready(): Promise<ServerRun> {
    this._ready ??= this._create();
    return this._ready;
  }

  private async _create(): Promise<ServerRun> {
    try {
      await this._pace.wait();
      const parent = await this._parentRunId();
      const run = await createRun(this._crew, this._record, this._start, parent);
      const { runId, experimentId } = run;
      this._crew.reporter.send({ type: 'run', run: this._record.run, runId, experimentId });
      return run;
    } catch (error) {
      throw isForAll(error)
        ? error
        : new RunGoneError(`The run could not be made: ${wordsOf(error)}`);
    }
  }

  /** Null too where the parent is gone: its child needn't go with it. */
  private async _parentRunId(): Promise<string | null> {
    try {
      return (await this._parent?.ready())?.runId ?? this._record.parentRunId ?? null;
    } catch (error) {
      if (error instanceof RunGoneError) {
        return null;
      }
      throw error;
    }
  }

  private _ready: Promise<ServerRun> | null = null;
}
