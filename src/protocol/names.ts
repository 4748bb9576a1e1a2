/** Names that kernel, server and browser agree on. Their Python counterparts stand in `jupyterlab_autolog/names.py`. */

/** Output type of the run card; always sent with `text/html` and `text/plain` beside it. */
export const RUN_CARD_MIME_TYPE = 'application/vnd.jupyterlab-autolog.run.v1+json';

/** Routes of the Jupyter server extension, below the server's base URL. */
export const ROUTES = {
  /** Authenticated proxy to the tracking server; MLflow's own paths follow. */
  mlflow: 'autolog/mlflow',
  status: 'autolog/status',
  bindings: 'autolog/bindings',
  waiting: 'autolog/waiting'
} as const;

/** Run tags of ours, beyond MLflow's own. */
export const TAGS = {
  clientRunId: 'autolog.clientRunId',
  /** Of a run in the bin that the server made once too often: MLflow's id of the one that counts. */
  twinOf: 'autolog.twinOf',
  notebookId: 'autolog.notebookId',
  cellId: 'autolog.cellId',
  executionCount: 'autolog.executionCount',
  kernelId: 'autolog.kernelId',
  snapshotDigest: 'autolog.snapshotDigest',
  /** Versions that a training was made with, as in `node 20.19.0, @tensorflow/tfjs-layers 4.22.0`. */
  libraries: 'autolog.libraries',
  /** Why a run failed or stopped early, in words. */
  reason: 'autolog.reason'
} as const;

/** Run artifacts of ours: the live document, and the cells as they ran, in order. */
export const NOTEBOOK_ARTIFACTS = {
  snapshot: 'notebook/snapshot.ipynb',
  executed: 'notebook/executed.ipynb'
} as const;

/** Key in a notebook's metadata that holds `{ notebookId }`. */
export const NOTEBOOK_METADATA_KEY = 'autolog';
