import { randomUUID } from 'node:crypto';
import type { ArtifactRecord, ArtifactsRecord, LinkedFile } from '../journal/records.js';

/** What of the journal keeps files until they are delivered. Each method throws what the file system says. */
export interface FileKeeper {
  /** Writes a file that a later record names as `spool/<id>`. */
  keepBytes(id: string, bytes: Uint8Array): void;
  /** Keeps a file as `spool/<id>`, or as `spool/<id>/<name>`. */
  keepFile(id: string, name: string | null, source: string): LinkedFile | null;
  /** Removes what is kept as `spool/<id>`, whole or in part. Never throws. */
  dropKept(id: string): void;
}

/** An artifact's path below the run's artifact root, and its content. */
export interface BytesArtifact {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Keeps `files`, all of them or none, and gives their records. @throws what the file system says. */
export function keepAllBytes(
  keeper: FileKeeper,
  run: string,
  files: readonly BytesArtifact[]
): ArtifactRecord[] {
  const entries = files.map(file => ({ ...file, id: randomUUID() }));
  return orDrop(
    keeper,
    entries.map(({ id }) => id),
    () =>
      entries.map(({ id, path, bytes }) => {
        keeper.keepBytes(id, bytes);
        return { type: 'artifact', run, path, file: `spool/${id}` };
      })
  );
}

/** Keeps the file `source`, an absolute path, and gives its record. @throws what the file system says. */
export function keepOneFile(
  keeper: FileKeeper,
  run: string,
  path: string,
  source: string
): ArtifactRecord {
  const id = randomUUID();
  return orDrop(keeper, [id], () => {
    const linked = keeper.keepFile(id, null, source);
    return {
      type: 'artifact',
      run,
      path,
      file: `spool/${id}`,
      ...(linked === null ? {} : { linked })
    };
  });
}

/**
 * Keeps the files `sources`, absolute paths by their paths in the folder, all of them or none,
 * and gives their record. @throws what the file system says.
 */
export function keepFolder(
  keeper: FileKeeper,
  run: string,
  path: string,
  sources: ReadonlyMap<string, string>
): ArtifactsRecord {
  const id = randomUUID();
  return orDrop(keeper, [id], () => {
    const linked: Record<string, LinkedFile> = {};
    for (const [name, source] of sources) {
      const link = keeper.keepFile(id, name, source);
      if (link !== null) {
        linked[name] = link;
      }
    }
    return { type: 'artifacts', run, path, folder: `spool/${id}`, linked };
  });
}

/** What is kept in part would take room, most of all on a disk that is full, and be of no use. */
function orDrop<T>(keeper: FileKeeper, ids: readonly string[], keep: () => T): T {
  try {
    return keep();
  } catch (error) {
    ids.forEach(id => keeper.dropKept(id));
    throw error;
  }
}
