import { TAGS } from '../../protocol/index.js';
import type { ExperimentRef } from '../../protocol/index.js';
import type { Experiment, MlflowClient } from '../../tracking/index.js';

/** The part of the tracking client that is needed to find an experiment. */
export interface IExperimentSource {
  readonly experiments: Pick<MlflowClient['experiments'], 'get' | 'getByName' | 'search'>;
}

/** What is known of a notebook when its experiment is looked for. */
export interface Wanted {
  readonly path: string;
  readonly notebookId: string | null;
  /** The id that the kernel's last card named, or null. */
  readonly experimentId: string | null;
}

export type FoundExperiment =
  | { readonly kind: 'found'; readonly experiment: Experiment }
  | { readonly kind: 'deleted'; readonly experiment: Experiment }
  | { readonly kind: 'none' };

/** The name of a notebook's experiment: its path without the ending. */
export function experimentName(path: string): string {
  return path.replace(/\.ipynb$/i, '');
}

/**
 * Finds a notebook's experiment: the one that its kernel logs to, else the one that
 * carries its id, else the one of its name. An id that came with a copied file does not
 * count: `exists` says whether the notebook that the experiment is named after is there.
 */
export async function findExperiment(
  source: IExperimentSource,
  wanted: Wanted,
  exists: (notebookPath: string) => Promise<boolean>
): Promise<FoundExperiment> {
  if (wanted.experimentId !== null) {
    return judge(await source.experiments.get(wanted.experimentId));
  }
  const name = experimentName(wanted.path);
  if (wanted.notebookId !== null) {
    const marked = await experimentOfId(source, wanted.notebookId);
    if (marked !== null && (marked.name === name || !(await exists(`${marked.name}.ipynb`)))) {
      return judge(marked);
    }
  }
  const named = await experimentOfName(source, name);
  return named === null ? { kind: 'none' } : judge(named);
}

/** The experiment that a kernel names, by its id where that is known. Rejects as the client does. */
export async function findNamedExperiment(
  source: IExperimentSource,
  { name, id }: ExperimentRef
): Promise<FoundExperiment> {
  const experiment =
    id === null ? await experimentOfName(source, name) : await source.experiments.get(id);
  return experiment === null ? { kind: 'none' } : judge(experiment);
}

/** Searched for, as asking for a name that is not there puts an error into the browser's log. */
async function experimentOfName(
  source: IExperimentSource,
  name: string
): Promise<Experiment | null> {
  if (name.includes("'")) {
    return source.experiments.getByName(name);
  }
  const filter = `name = '${name}'`;
  for await (const experiment of source.experiments.search({ filter, viewType: 'ALL' })) {
    return experiment;
  }
  return null;
}

/** The experiment that carries a notebook's id, or null. */
export async function experimentOfId(
  source: IExperimentSource,
  notebookId: string
): Promise<Experiment | null> {
  const filter = `tags.\`${TAGS.notebookId}\` = '${notebookId.replace(/'/g, '')}'`;
  for await (const experiment of source.experiments.search({ filter })) {
    return experiment;
  }
  return null;
}

function judge(experiment: Experiment): FoundExperiment {
  return { kind: experiment.lifecycleStage === 'deleted' ? 'deleted' : 'found', experiment };
}
