/** What of MLflow's own pages is to be shown. */
export interface MlflowPlace {
  readonly experimentId: string | null;
  readonly runId: string | null;
}

/**
 * The part of the address behind the `#`. Without the workflow type MLflow opens an
 * experiment in its mode for language models, and keeps to it.
 */
export function mlflowFragment(place: MlflowPlace): string {
  const { experimentId, runId } = place;
  if (experimentId === null) {
    return '#/experiments';
  }
  const run = runId === null ? '' : `/${encodeURIComponent(runId)}`;
  return `#/experiments/${encodeURIComponent(experimentId)}/runs${run}?workflowType=machine_learning`;
}
