import { randomUUID } from 'node:crypto';
import { TAGS } from '../../protocol/index.js';
import type { CellExecution, CellExecutions } from './cell-execution.js';
import { RecordedRun } from './recorded-run.js';
import type { EndStatus, RunJournal } from './recorded-run.js';
import { makeRunName } from './run-name.js';
import { RunView } from './run-view.js';

export interface StartOptions {
  /** Default: made up, as in `brisk-otter-417`. */
  readonly name?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** The run that it is nested in. */
  readonly parent?: RecordedRun | undefined;
  /** How it ends where the kernel is shut down first. Default: FINISHED, as at the end of a script. */
  readonly atExit?: EndStatus | undefined;
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
  experimentName(): string;
  /** Tags of every run; asked for once, with the first run. */
  sourceTags(): Readonly<Record<string, string>>;
}

/** Starts runs: writes them to the journal, with the cells that led to them. */
export class Recorder {
  private _sourceTags: Readonly<Record<string, string>> | null = null;
  private readonly _open = new Map<RecordedRun, EndStatus>();

  constructor(private readonly _parts: RecorderParts) {}

  start(options: StartOptions = {}): RecordedRun {
    const { journal, cells, audience } = this._parts;
    const cell = cells.current;
    const id = randomUUID();
    const experiment = this._parts.experimentName();
    const view = new RunView(id, options.name ?? makeRunName(), experiment, Date.now());

    this.recordCells();
    journal.append({
      type: 'run',
      run: id,
      experiment,
      name: view.name,
      time: view.startTime,
      tags: { ...this._tags(), ...cellTags(cell), ...options.tags, [TAGS.clientRunId]: id },
      executionCount: cell?.executionCount ?? null,
      ...(options.parent === undefined ? {} : { parent: options.parent.id })
    });
    const changed = audience.began(view, cell);
    changed();
    const run = new RecordedRun(id, view, journal, changed);
    this._forgetClosed();
    this._open.set(run, options.atExit ?? 'FINISHED');
    return run;
  }

  /** The kernel ends in good order: ends the runs that are left, and writes what has not been. */
  close(): void {
    for (const [run, status] of this._open) {
      run.end(status, status === 'KILLED' ? 'the kernel was shut down' : null);
      run.close();
    }
    this._open.clear();
    this.recordCells();
  }

  /** Resolves once the journal has all that was recorded so far. */
  async written(): Promise<void> {
    await Promise.all([...this._open.keys()].map(run => run.written()));
  }

  /** Writes the cells that ran since the last time. */
  recordCells(): void {
    for (const { cellId, executionCount, source, time } of this._parts.cells.takeHistory()) {
      this._parts.journal.append({ type: 'cell', cellId, executionCount, source, time });
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
