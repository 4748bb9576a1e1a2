import type { ExperimentRef } from '../../protocol/index.js';
import {
  experimentName,
  findExperiment,
  findNamedExperiment
} from '../notebooks/find-experiment.js';
import type { FoundExperiment, IExperimentSource } from '../notebooks/find-experiment.js';
import type { ILiveRuns, INotebookDocument } from '../tokens.js';

/**
 * Where a notebook's kernel logs to, as its newest execution said, or null where none runs that said
 * so. News of deliveries come for the cards of older executions, too.
 */
export function toldExperiment(
  live: Pick<ILiveRuns, 'cardsOf' | 'isLive'>,
  notebook: INotebookDocument
): ExperimentRef | null {
  const cards = live.cardsOf(notebook).filter(card => live.isLive(card));
  const newest = Math.max(...cards.map(({ executionCount }) => executionCount));
  return cards.find(({ executionCount }) => executionCount === newest)?.experiment ?? null;
}

/** Whether `told` is, by its name, another experiment than the one that is named after the notebook. */
export function isElsewhere(told: ExperimentRef, path: string): boolean {
  return told.name !== '' && told.name !== experimentName(path);
}

export interface Shown {
  readonly found: FoundExperiment;
  /** What kernels call it; at the server it may have been renamed. */
  readonly name: string;
  /** The experiment that the kernel logs to, where that isn't the notebook's own. */
  readonly elsewhere: ExperimentRef | null;
}

/**
 * The experiment to show of a notebook: its own, or the one that its kernel logs to instead, unless
 * `wantsOwn`. Rejects as the client does.
 */
export async function findShown(
  source: IExperimentSource,
  notebook: Pick<INotebookDocument, 'path' | 'notebookId'>,
  told: ExperimentRef | null,
  wantsOwn: boolean,
  exists: (notebookPath: string) => Promise<boolean>
): Promise<Shown> {
  const { path, notebookId } = notebook;
  const name = experimentName(path);
  if (told === null || !isElsewhere(told, path)) {
    const experimentId = told?.id ?? null;
    const found = await findExperiment(source, { path, notebookId, experimentId }, exists);
    return { found, name, elsewhere: null };
  }
  const own = await findExperiment(source, { path, notebookId, experimentId: null }, exists);
  if (own.kind !== 'none' && isSame(told, own.experiment)) {
    // The notebook was renamed under its kernel, and the experiment still has its old name.
    return { found: own, name: told.name, elsewhere: null };
  }
  return wantsOwn
    ? { found: own, name, elsewhere: told }
    : { found: await findNamedExperiment(source, told), name: told.name, elsewhere: told };
}

/** Whether what goes to the experiment `ref` is among what is shown; null where nobody knows yet. */
export function isOfShown(ref: ExperimentRef, shown: Shown | null): boolean {
  if (shown === null) {
    return true;
  }
  const { found, name } = shown;
  if (found.kind === 'none') {
    return ref.name === name;
  }
  const { experiment } = found;
  return ref.id === null
    ? ref.name === name || ref.name === experiment.name
    : ref.id === experiment.experimentId;
}

function isSame(
  { name, id }: ExperimentRef,
  experiment: { readonly name: string; readonly experimentId: string }
): boolean {
  return id === null ? name === experiment.name : id === experiment.experimentId;
}
