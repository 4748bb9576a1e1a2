import type { Run } from '../types/entities.js';
import type { LoadTableOptions, Reading } from '../types/reading.js';
import { checkObject, checkTextList } from '../checks.js';
import { checkTablePath } from '../inputs/table.js';
import { loadText } from './artifacts.js';
import { serverRunId, type ReadingParts } from './reading-parts.js';
import { runColumns } from './runs.js';

interface TableFile {
  readonly columns: readonly string[];
  readonly data: readonly (readonly unknown[])[];
}

/** As MLflow's `load_table`: the tables of several runs below each other. */
export async function loadTable(
  parts: ReadingParts,
  searchRuns: Reading['searchRuns'],
  artifactFile: string,
  options: LoadTableOptions
): Promise<Record<string, unknown>[]> {
  checkTablePath(artifactFile);
  const { runIds, extraColumns = [] } = checkObject('options', options);
  checkTextList('runIds', runIds);
  checkTextList('extraColumns', extraColumns);
  const runs =
    runIds === undefined
      ? (await searchRuns().toArray()).filter(run => hasTable(run, artifactFile))
      : await Promise.all(
          runIds.map(async id => parts.client.getRun(await serverRunId(parts, id)))
        );
  const rows: Record<string, unknown>[] = [];
  for (const run of runs) {
    const facts = runColumns(run);
    const extra = Object.fromEntries(extraColumns.map(name => [name, facts[name] ?? null]));
    const { columns, data } = readFile(
      await loadText(parts, { runId: run.info.runId, path: artifactFile }),
      artifactFile
    );
    for (const row of data) {
      const values = columns.map((column, index) => [column, row[index] ?? null] as const);
      rows.push({ ...Object.fromEntries(values), ...extra });
    }
  }
  return rows;
}

/** MLflow notes the tables of a run in a tag. */
function hasTable({ data }: Run, path: string): boolean {
  try {
    const logged: unknown = JSON.parse(data.tags['mlflow.loggedArtifacts'] ?? '[]');
    return (
      Array.isArray(logged) && logged.some((one: { path?: unknown } | null) => one?.path === path)
    );
  } catch {
    // Somebody else's text, not a list of tables.
    return false;
  }
}

function readFile(text: string, path: string): TableFile {
  const file = JSON.parse(text) as Partial<TableFile> | null;
  if (!Array.isArray(file?.columns) || !Array.isArray(file.data)) {
    throw new Error(`${path} is no table: it lacks columns or data. loadDict gives what it holds.`);
  }
  return file as TableFile;
}
