import type { RunRecord, TableRecord } from '../../journal/records.js';
import type { Crew } from '../crew.js';
import { request, uploadText, type Errand } from './errand.js';
import type { ServerRun } from '../progress/progress-file.js';

/** MLflow's form of a table: pandas' `to_json(orient="split")`. */
interface TableFile {
  readonly columns: readonly string[];
  readonly data: readonly (readonly unknown[])[];
}

type LoggedArtifact = { readonly path: string; readonly type: string };

const LOGGED_ARTIFACTS = 'mlflow.loggedArtifacts';

/**
 * The tables of one run. What a table holds follows from the journal alone: the rows that
 * it had when this journal came to it, and all rows recorded since. So delivering a record again
 * adds nothing twice.
 */
export class Tables {
  private readonly _rows = new Map<string, TableRecord[]>();
  private readonly _bases = new Map<string, Promise<TableFile | null>>();

  constructor(
    private readonly _crew: Crew,
    private readonly _run: RunRecord
  ) {}

  /** Takes note of a record that was delivered before. */
  remember(record: TableRecord): void {
    this._recordsOf(record.path).push(record);
  }

  errand(record: TableRecord): Errand {
    this.remember(record);
    const until = this._recordsOf(record.path).length;
    return { record, deliver: run => this._deliver(run, record.path, until) };
  }

  /** With what was recorded since, so that many small additions don't send the table many times. */
  private async _deliver(run: ServerRun, path: string, until: number): Promise<void> {
    if ((this._delivered.get(path) ?? 0) >= until) {
      return;
    }
    const base = await this._baseOf(run, path);
    const records = [...this._recordsOf(path)];
    const table = join([...(base === null ? [] : [base]), ...records.map(asFile)]);
    await uploadText(this._crew, run, path, JSON.stringify(table));
    await this._tag(run, path);
    this._delivered.set(path, records.length);
  }

  /** What the run's table held before this journal: nothing, unless the run is of an earlier life. */
  private _baseOf(run: ServerRun, path: string): Promise<TableFile | null> {
    let base = this._bases.get(path);
    if (base === undefined) {
      base = this._run.resumes === undefined ? Promise.resolve(null) : this._keptBase(run, path);
      this._bases.set(path, base);
    }
    return base;
  }

  /** Kept beside the progress before anything is added, as the server's table changes with the first delivery. */
  private async _keptBase(run: ServerRun, path: string): Promise<TableFile | null> {
    const { progress } = this._crew;
    const key = `${this._run.run}/${path}`;
    let text = progress.tables.get(key);
    if (text === undefined) {
      text = await this._download(run, path);
      progress.tables.set(key, text);
      await progress.save();
    }
    return text === '' ? null : (JSON.parse(text) as TableFile);
  }

  /** Empty where there is no such table. */
  private async _download(run: ServerRun, path: string): Promise<string> {
    return request(this._crew, this._crew.uploads, run, async client => {
      const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : undefined;
      for await (const file of client.artifacts.list(run.runId, folder)) {
        if (file.path === path) {
          const { artifactUri } = run;
          const answer = await client.artifacts.download(run.runId, path, { artifactUri });
          return answer.text();
        }
      }
      return '';
    });
  }

  /** MLflow's pages find a run's tables by this tag. */
  private async _tag(run: ServerRun, path: string): Promise<void> {
    if (this._tagged.has(path)) {
      return;
    }
    await request(this._crew, this._crew.requests, run, async client => {
      const { data } = await client.runs.get(run.runId);
      const known = readTag(data.tags.find(({ key }) => key === LOGGED_ARTIFACTS)?.value);
      if (!known.some(one => one.path === path && one.type === 'table')) {
        const value = JSON.stringify([...known, { path, type: 'table' }]);
        await client.runs.setTag(run.runId, LOGGED_ARTIFACTS, value);
      }
    });
    this._tagged.add(path);
  }

  private _recordsOf(path: string): TableRecord[] {
    let records = this._rows.get(path);
    if (records === undefined) {
      records = [];
      this._rows.set(path, records);
    }
    return records;
  }

  private readonly _tagged = new Set<string>();
  /** How many records of a path the server has. */
  private readonly _delivered = new Map<string, number>();
}

function asFile({ columns, rows }: TableRecord): TableFile {
  return { columns, data: rows };
}

/** The tables below each other, by the names of their columns; what one lacks is null. */
function join(tables: readonly TableFile[]): TableFile {
  const columns = [...new Set(tables.flatMap(table => table.columns))];
  const data = tables.flatMap(table =>
    table.data.map(row =>
      columns.map(column => {
        const index = table.columns.indexOf(column);
        return index < 0 ? null : row[index];
      })
    )
  );
  return { columns, data };
}

function readTag(text: string | undefined): LoggedArtifact[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? (value as LoggedArtifact[]) : [];
  } catch {
    // Somebody else's text; MLflow's pages can't read it either.
    return [];
  }
}
