import fs from 'node:fs';
import path from 'node:path';

export interface GitRevision {
  readonly commit: string;
  /** Null on a detached HEAD. */
  readonly branch: string | null;
}

/**
 * The commit checked out around `folder`, or null outside a repository. Reads git's own
 * files, since starting `git` would keep the cell waiting for tens of milliseconds.
 * See gitrepository-layout(5) for HEAD, refs, packed-refs, and `gitdir:` files of worktrees.
 */
export function readGitRevision(folder: string): GitRevision | null {
  const git = findGitFolder(folder);
  const head = git === null ? null : read(path.join(git, 'HEAD'))?.trim();
  if (git === null || head === null || head === undefined) {
    return null;
  }
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  const commit = ref === undefined ? head : resolveRef(git, ref);
  return commit !== null && /^[0-9a-f]{40,64}$/.test(commit)
    ? { commit, branch: ref?.replace(/^refs\/heads\//, '') ?? null }
    : null;
}

function findGitFolder(folder: string): string | null {
  const candidate = path.join(folder, '.git');
  if (fs.existsSync(path.join(candidate, 'HEAD'))) {
    return candidate;
  }
  const elsewhere = /^gitdir: (.+)$/m.exec(read(candidate) ?? '')?.[1];
  if (elsewhere !== undefined) {
    return path.resolve(folder, elsewhere.trim());
  }
  const parent = path.dirname(folder);
  return parent === folder ? null : findGitFolder(parent);
}

function resolveRef(git: string, ref: string): string | null {
  const common = read(path.join(git, 'commondir'))?.trim();
  for (const folder of common === undefined ? [git] : [git, path.resolve(git, common)]) {
    const loose = read(path.join(folder, ref))?.trim();
    if (loose !== undefined) {
      return loose;
    }
    const packed = read(path.join(folder, 'packed-refs'))
      ?.split('\n')
      .find(line => line.endsWith(` ${ref}`));
    if (packed !== undefined) {
      return packed.split(' ')[0] ?? null;
    }
  }
  return null;
}

/** The file's text; undefined when there is no such file, or it is a folder. */
function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'EACCES') {
      return undefined;
    }
    throw error;
  }
}
