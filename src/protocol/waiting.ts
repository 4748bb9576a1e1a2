import type { MetricValue } from './metric-value.js';
import type { RunStatus } from './run-card.js';

/**
 * The answer of `GET autolog/waiting?notebook=PATH`: what kernels recorded of the notebook at that
 * path, and the tracking server does not have. It is read from the journals, so it is there without
 * any kernel, and without a tracking server.
 */
export interface NotebookWaiting {
  readonly version: 1;
  /** The newest of them, newest first. */
  readonly runs: readonly WaitingRun[];
  /** How many there are. */
  readonly totalRuns: number;
  /** False while journals are so long that reading goes on with the next question. */
  readonly isComplete: boolean;
  /** What the server refused for good and nobody has dismissed, or null. */
  readonly refused: RefusedRecords | null;
}

/** A run that the tracking server doesn't have, or not all of it. */
export interface WaitingRun {
  /** Ours; the run's tag `autolog.clientRunId`. */
  readonly clientRunId: string;
  /** MLflow's, where the server has a part of it. */
  readonly runId: string | null;
  readonly name: string;
  /** The experiment's name. */
  readonly experiment: string;
  readonly status: RunStatus;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly endTime: number | null;
  readonly reason: string | null;
  /** The last values of the metrics that it logged first. */
  readonly metrics: readonly { readonly key: string; readonly value: MetricValue }[];
}

export interface RefusedRecords {
  readonly records: number;
  /** Why the last of them was refused. */
  readonly reason: string;
  /** When that was, in milliseconds since the epoch. */
  readonly time: number;
  /** The files that keep them, on the machine of the Jupyter server, and how many of the notebook's records each has. */
  readonly files: readonly RefusedFile[];
}

export interface RefusedFile {
  readonly path: string;
  readonly records: number;
}

/** The body of `POST autolog/waiting`: a person has seen so many records of each file, and wants to hear of more only. */
export interface RefusalsSeen {
  readonly version: 1;
  /** Path below the Jupyter server's root. */
  readonly notebook: string;
  readonly files: readonly RefusedFile[];
}
