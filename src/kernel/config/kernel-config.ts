/**
 * What the provisioner tells the kernel, as JSON in the environment variable
 * {@link KERNEL_CONFIG_VARIABLE}; written by `jupyterlab_autolog/provisioner.py`.
 * It holds no credentials: those stay in MLflow's own environment variables.
 */
export interface KernelConfig {
  readonly version: 1;
  /** Jupyter's id of the kernel. */
  readonly kernelId: string;
  readonly tracking: TrackingTarget;
  /** The notebook's path below `root` with `/` between folders, or null where nobody knows it. */
  readonly notebookPath: string | null;
  /** Absolute path of the folder that notebook paths start from. */
  readonly root: string;
  /** Absolute path of the folder of journals, the value of `AUTOLOG_HOME`. */
  readonly home: string;
  /** Absolute path of the document as it was at the start, where no browser will send it, or null. */
  readonly snapshotFile: string | null;
  /** True below nbconvert and papermill: nobody looks on, and the process ends with the notebook. */
  readonly headless: boolean;
  /** Defaults of `mlflow.autolog`'s options, by name; not checked yet. */
  readonly autologOptions?: Readonly<Record<string, unknown>>;
  /** Record as always, send nothing and ask no server. Default: false. */
  readonly offline?: boolean;
  /** Force each record through to the disk before the call that made it returns. Default: false. */
  readonly fsync?: boolean;
}

/** Where a journal's records go. Written into the journal, so that it can be shipped later. */
export type TrackingTarget =
  | {
      /** The tracker that a Jupyter server starts for the store in its root folder. */
      readonly kind: 'embedded';
      /** Absolute path of the folder that holds `mlflow.db`. */
      readonly root: string;
    }
  | {
      readonly kind: 'uri';
      /** `http://…` or `https://…`, without credentials. */
      readonly uri: string;
    };

export const KERNEL_CONFIG_VARIABLE = 'AUTOLOG_KERNEL_CONFIG';
