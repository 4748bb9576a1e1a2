import { randomUUID } from 'node:crypto';
import { TAGS } from '../../protocol/index.js';
import type { CellExecution, CellExecutions } from './cell-execution.js';
import { RecordedRun } from './recorded-run.js';
import type { RunJournal } from './recorded-run.js';
import { makeRunName } from './run-name.js';
import { RunView } from './run-view.js';

export interface StartOptions {
  /** Default: made up, as in `brisk-otter-417`. */
  readonly name?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
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
      executionCount: cell?.executionCount ?? null
    });
    const changed = audience.began(view, cell);
    changed();
    return new RecordedRun(id, view, journal, changed);
  }

  /** Writes the cells that ran since the last time. */
  recordCells(): void {
    for (const { cellId, executionCount, source, time } of this._parts.cells.takeHistory()) {
      this._parts.journal.append({ type: 'cell', cellId, executionCount, source, time });
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
