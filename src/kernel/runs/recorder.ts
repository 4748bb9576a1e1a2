import { randomUUID } from 'node:crypto';
import { TAGS } from '../../protocol/index.js';
import type { CellExecution, CellExecutions } from './cell-execution.js';
import type { Experiment } from './experiment-choice.js';
import { RecordedRun } from './recorded-run.js';
import type { EndStatus, RunJournal } from './recorded-run.js';
import { makeRunName } from './run-name.js';
import { RunView } from './run-view.js';

export interface StartOptions {
  /** Default: made up, as in `brisk-otter-417`; a run that is gone on with keeps its own. */
  readonly name?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** The run of this kernel that it is nested in. */
  readonly parent?: RecordedRun | undefined;
  /** MLflow's id of the run that it is nested in, where that is none of this kernel. */
  readonly parentRunId?: string | undefined;
  /** Default: the one that is current. */
  readonly experiment?: Experiment | undefined;
  /** A run at the server to go on with. */
  readonly resumes?: ResumedRun | undefined;
  /** Whether the machine's load is logged to it. Default: where that is enabled for all. */
  readonly logSystemMetrics?: boolean | undefined;
  /** How it ends where the kernel is shut down first. Default: FINISHED, as at the end of a script. */
  readonly atExit?: EndStatus | undefined;
}

/** A run that another program made, or this kernel's program in an earlier life. */
export interface ResumedRun {
  /** MLflow's. */
  readonly runId: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  /** What it has; MLflow never changes a param. Empty where the server couldn't be asked. */
  readonly params: Readonly<Record<string, string>>;
}

/** Told of each run, so that somebody can show it. */
export interface RunAudience {
  /** A run began; the returned function is called at each change of what there is to see. */
  began(view: RunView, cell: CellExecution | null): () => void;
}

/** What a recorder works with. */
export interface RecorderParts {
  readonly journal: RunJournal;
  readonly cells: CellExecutions;
  readonly audience: RunAudience;
  /** The experiment of the runs that start now. */
  experiment(): Experiment;
  /** A run of this kernel began, or goes on. */
  watch(run: RecordedRun, logSystemMetrics: boolean | undefined): void;
  /** Tags of every run; asked for once, with the first run. */
  sourceTags(): Readonly<Record<string, string>>;
}

/** How many runs can be gone on with by their ids without the server's help. */
const REMEMBERED = 1000;

/** Starts runs: writes them to the journal, with the cells that led to them. */
export class Recorder {
  private _sourceTags: Readonly<Record<string, string>> | null = null;
  private readonly _open = new Map<RecordedRun, EndStatus>();
  private readonly _known = new Set<RecordedRun>();

  constructor(private readonly _parts: RecorderParts) {}

  start(options: StartOptions = {}): RecordedRun {
    const { journal, cells } = this._parts;
    const cell = cells.current;
    const id = randomUUID();
    const { resumes, experiment = this._parts.experiment() } = options;
    const startTime = resumes?.startTime ?? Date.now();
    const name = options.name ?? resumes?.name ?? makeRunName();
    const view = new RunView(id, name, experiment.name, startTime);
    view.runId = resumes?.runId ?? null;

    this.recordCells();
    journal.append({
      type: 'run',
      run: id,
      experiment: experiment.name,
      ...(experiment.id === null ? {} : { experimentId: experiment.id }),
      ...(experiment.isChosen ? { isChosen: true } : {}),
      name: resumes === undefined ? name : (options.name ?? ''),
      time: view.startTime,
      // A run that is gone on with keeps the tags of the program that made it.
      tags:
        resumes === undefined
          ? { ...this._tags(), ...cellTags(cell), ...options.tags, [TAGS.clientRunId]: id }
          : { ...options.tags },
      executionCount: cell?.executionCount ?? null,
      ...(options.parent === undefined ? {} : { parent: options.parent.id }),
      ...(options.parentRunId === undefined ? {} : { parentRunId: options.parentRunId }),
      ...(resumes === undefined ? {} : { resumes: resumes.runId })
    });
    const run = new RecordedRun(id, view, journal, this._announce(view), resumes?.params);
    this._open.set(run, options.atExit ?? 'FINISHED');
    this._remember(run);
    this._parts.watch(run, options.logSystemMetrics);
    return run;
  }

  /** Goes on with a run of this kernel that has ended; it shows up again where it goes on. */
  resume(run: RecordedRun, logSystemMetrics?: boolean): void {
    this.recordCells();
    run.resume(this._announce(run.view));
    this._open.set(run, 'FINISHED');
    this._parts.watch(run, logSystemMetrics);
    // It is the one that was started last now.
    this._known.delete(run);
    this._remember(run);
  }

  /** The run of this kernel that `matches`, among the last thousand, or null. */
  find(matches: (run: RecordedRun) => boolean): RecordedRun | null {
    return [...this._known].reverse().find(matches) ?? null;
  }

  /** The run that was started or gone on with last, or null. */
  get last(): RecordedRun | null {
    return this.find(() => true);
  }

  /**
   * The process ends in good order: ends the runs that are left, and writes what has not been.
   * @param exitCode Other than 0, what went on has failed.
   */
  close(exitCode = 0): void {
    for (const [run, status] of this._open) {
      if (exitCode === 0) {
        run.end(status, status === 'KILLED' ? 'the kernel was shut down' : null);
      } else {
        run.end('FAILED', `the process ended with the code ${exitCode}`);
      }
      run.close();
    }
    this._open.clear();
    if (this._parts.journal.bytes > 0) {
      this.recordCells();
    }
  }

  /** Resolves once the journal has all that was recorded so far. */
  async written(): Promise<void> {
    await Promise.all([...this._open.keys()].map(run => run.written()));
  }

  /** Writes the cells that ran since the last time. */
  recordCells(): void {
    const { journal, cells } = this._parts;
    for (const { cellId, executionCount, source, time } of cells.takeHistory(journal)) {
      journal.append({ type: 'cell', cellId, executionCount, source, time });
    }
  }

  /** The returned function is to be called at each change. */
  private _announce(view: RunView): () => void {
    const { audience, cells } = this._parts;
    const changed = audience.began(view, cells.current);
    changed();
    return changed;
  }

  private _remember(run: RecordedRun): void {
    this._forgetClosed();
    this._known.add(run);
    const [oldest] = this._known;
    if (this._known.size > REMEMBERED && oldest !== undefined) {
      this._known.delete(oldest);
    }
  }

  private _forgetClosed(): void {
    for (const run of this._open.keys()) {
      if (run.isClosed) {
        this._open.delete(run);
      }
    }
  }

  private _tags(): Readonly<Record<string, string>> {
    this._sourceTags ??= this._parts.sourceTags();
    return this._sourceTags;
  }
}

function cellTags(cell: CellExecution | null): Record<string, string> {
  if (cell === null) {
    return {};
  }
  const tags = { [TAGS.executionCount]: String(cell.executionCount) };
  return cell.cellId === null ? tags : { ...tags, [TAGS.cellId]: cell.cellId };
}
