import type { AutologSettings, AutologSwitches } from './autolog-settings.js';
import type { ActiveRuns } from './active-runs.js';
import type { CellExecutions } from './cell-execution.js';
import type { Notes } from './notes.js';
import type { Recorder } from './recorder.js';
import type { RecordedRun } from './recorded-run.js';
import type { TrainingFlow, TrainingFlows } from './training-flow.js';
import { Training } from './training.js';

/** What {@link Trainings} works with. */
export interface TrainingsParts {
  readonly recorder: Recorder;
  readonly active: ActiveRuns;
  readonly flows: TrainingFlows;
  readonly cells: CellExecutions;
  readonly notes: Notes;
  readonly autolog: AutologSwitches;
}

/**
 * Decides which run a training call is logged to, by MLflow's rules for managed runs
 * (`with_managed_run` and `_AutologgingSessionManager` of its autologging_utils):
 * nested calls belong to the outermost one; a run of the user's is used only after
 * `mlflow.autolog()`, and never ended; otherwise the call gets a run of its own.
 */
export class Trainings {
  constructor(private readonly _parts: TrainingsParts) {}

  /** The scope of the training that the calling code belongs to, or null outside any. */
  get scope(): object | null {
    return this._parts.flows.current?.scope ?? null;
  }

  /** Starts a training of `flavor` with the tags `tags`, or null where none is to be logged. */
  begin(flavor: string, tags: Readonly<Record<string, string>> = {}): Training | null {
    const { recorder, active, notes, autolog } = this._parts;
    const settings = autolog.of(flavor);
    if (this.scope !== null || settings.disable) {
      return null;
    }
    const allTags = { ...settings.extraTags, 'mlflow.autologging': flavor, ...tags };
    const userRun = active.current;
    if (userRun === null) {
      const run = recorder.start({ tags: allTags, atExit: 'KILLED' });
      return new Training(run, true, notes, settings);
    }
    if (!autolog.coversUserRuns(flavor)) {
      this._tellLeftAlone(userRun, settings);
      return null;
    }
    userRun.setTags(allTags);
    return new Training(userRun, false, notes, settings);
  }

  /**
   * Where a measurement outside any training call is logged: the user's own run, if it is
   * autologged, or else `trained`, the run that the measured model came from. Null for
   * nowhere.
   */
  forMeasurement(flavor: string, trained: RecordedRun | null): Training | null {
    const { active, notes, autolog } = this._parts;
    const settings = autolog.of(flavor);
    if (this.scope !== null || settings.disable) {
      return null;
    }
    const { current } = active;
    const run = current === null ? trained : autolog.coversUserRuns(flavor) ? current : null;
    return run === null ? null : new Training(run, false, notes, settings);
  }

  /** The flow of a training call; `scope` is what {@link scope} gives inside it. */
  open(scope: object, run: RecordedRun): TrainingFlow {
    return this._parts.flows.open(scope, run);
  }

  private _tellLeftAlone({ view }: RecordedRun, { exclusive }: AutologSettings): void {
    // Who asked for it needs no telling.
    if (!exclusive) {
      this._parts.notes.tell(
        `A training was not logged, because the run ${view.name} is active. ` +
          'Call mlflow.autolog() to have trainings logged into it, or end it with mlflow.endRun().'
      );
    }
  }

  /** Calls `listener` when the user interrupts the kernel, until the returned function is called. */
  onInterrupt(listener: () => void): () => void {
    return this._parts.cells.onInterrupt(listener);
  }
}
