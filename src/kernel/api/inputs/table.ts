import { assertArtifactPath, MlflowArgumentError } from '../../../tracking/index.js';
import { describeError } from '../../patch/describe-error.js';
import { describe } from '../checks.js';
import type { TableRecord } from '../../journal/records.js';
import type { TableData } from '../types/mlflow.js';

export type Table = Pick<TableRecord, 'columns' | 'rows'>;

/** Characters that MLflow's own client refuses in the name of a table. */
const FORBIDDEN = /["',:[\]{}]/;

/** @throws MlflowArgumentError where `path` can't be that of a table. */
export function checkTablePath(path: string): string {
  assertArtifactPath(path);
  if (!path.endsWith('.json')) {
    throw new MlflowArgumentError(
      `Tables are kept as JSON: the path ${JSON.stringify(path)} must end in .json.`
    );
  }
  const bad = FORBIDDEN.exec(path);
  if (bad !== null) {
    throw new MlflowArgumentError(
      `The path ${JSON.stringify(path)} of a table holds ${bad[0]}, which MLflow doesn't allow there.`
    );
  }
  return path;
}

/**
 * The table's columns, and its rows as MLflow's files have them. Dates become texts, numbers
 * that JSON doesn't know become null, as with pandas.
 * @throws MlflowArgumentError where it is no table.
 */
export function readTable(data: TableData): Table {
  const table = Array.isArray(data) ? ofRows(data as readonly unknown[]) : ofColumns(data);
  let text: string;
  try {
    text = JSON.stringify(table.rows);
  } catch (error) {
    throw new MlflowArgumentError(
      `logTable was given a value that has no JSON form: ${describeError(error)}.`
    );
  }
  // As it was when it was logged: what the caller changes later is not meant.
  return { columns: table.columns, rows: JSON.parse(text) as unknown[][] };
}

function ofRows(rows: readonly unknown[]): Table {
  const columns = new Set<string>();
  for (const row of rows) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new MlflowArgumentError(
        `logTable takes rows as objects, and was given ${describe(row)} among them.`
      );
    }
    for (const column of Object.keys(row)) {
      columns.add(column);
    }
  }
  const names = [...columns];
  return {
    columns: names,
    rows: rows.map(row => names.map(name => (row as Record<string, unknown>)[name] ?? null))
  };
}

function ofColumns(data: unknown): Table {
  if (typeof data !== 'object' || data === null) {
    throw new MlflowArgumentError(
      'logTable takes lists by column, { name: [value, …] }, or a list of rows.'
    );
  }
  const columns = Object.entries(data as Record<string, unknown>);
  const [first] = columns;
  const length = Array.isArray(first?.[1]) ? first[1].length : 0;
  const lists = columns.map(([name, values]) => {
    if (!Array.isArray(values)) {
      throw new MlflowArgumentError(
        `logTable takes lists by column: the column ${JSON.stringify(name)} is ${describe(values)}, not a list.`
      );
    }
    if (values.length !== length) {
      throw new MlflowArgumentError(
        `logTable takes lists of the same length: the column ${JSON.stringify(name)} has ${values.length} values, the first one ${length}.`
      );
    }
    return values as unknown[];
  });
  const rows = Array.from({ length }, (_, row) => lists.map(values => values[row] ?? null));
  return { columns: columns.map(([name]) => name), rows };
}
