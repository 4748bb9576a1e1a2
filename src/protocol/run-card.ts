import type { MetricValue } from './metric-value.js';

/**
 * What a kernel shows under a cell: the runs that one execution of the cell made.
 * Sent as `display_data`, then as `update_display_data` of the same display id, at
 * most {@link CARD_LIMITS.messagesPerSecond} times a second; each message holds the whole card.
 * The last one is saved with the notebook, so it must read well without a kernel.
 */
export interface RunCard {
  readonly version: 1;
  readonly kernelId: string;
  /** The cell's id, or null where the front end sent none. */
  readonly cellId: string | null;
  readonly executionCount: number;
  readonly experiment: ExperimentRef;
  /** How many runs the execution made, of which `runs` holds the newest. */
  readonly totalRuns: number;
  /** The newest {@link CARD_LIMITS.runs} runs, oldest first. */
  readonly runs: readonly RunSummary[];
  readonly delivery: Delivery;
  /** What went wrong inside autologging itself, in words, once per cause. */
  readonly faults: readonly string[];
}

export interface ExperimentRef {
  readonly name: string;
  /** Null until the tracking server has answered. */
  readonly id: string | null;
}

/** MLflow's run states that a card can show. */
export type RunStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface RunSummary {
  /** Ours, known at once; the run's tag `autolog.clientRunId`. */
  readonly clientRunId: string;
  /** MLflow's, or null until the tracking server has answered. */
  readonly runId: string | null;
  readonly name: string;
  readonly status: RunStatus;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly endTime: number | null;
  readonly progress: Progress | null;
  /** The newest values, most telling first, at most {@link CARD_LIMITS.metrics}. */
  readonly metrics: readonly MetricSummary[];
  /** Why it failed or stopped early, or null. */
  readonly reason: string | null;
}

export interface Progress {
  readonly unit: 'epoch' | 'iteration';
  readonly done: number;
  /** Null where the end is not known. */
  readonly total: number | null;
}

export interface MetricSummary {
  readonly key: string;
  readonly last: MetricValue;
  readonly lastStep: number;
  readonly min: MetricValue;
  readonly max: MetricValue;
  /** `[step, value]`, by step, finite values only, at most {@link CARD_LIMITS.curvePoints} of them. */
  readonly curve: readonly (readonly [number, number])[];
}

/** Where the records stand on their way to the tracking server. */
export type Delivery =
  | { readonly state: 'delivering'; readonly waiting: number }
  | { readonly state: 'delivered' }
  | {
      /** The tracking server can't be reached; records are kept in the journal and tried again. */
      readonly state: 'waiting';
      readonly waiting: number;
      /** Milliseconds since the epoch. */
      readonly since: number;
      readonly reason: string;
      readonly next: string;
    }
  | {
      /** Offline is switched on: records are kept in the journal, and the server isn't asked. */
      readonly state: 'offline';
      readonly next: string;
    }
  | {
      /** The server refused records for good; the rest was delivered. */
      readonly state: 'refused';
      readonly refused: number;
      readonly reason: string;
      readonly next: string;
    }
  | {
      /** The journal can't be written: what came after is not recorded. */
      readonly state: 'not-recorded';
      readonly reason: string;
      readonly next: string;
    };

export const CARD_LIMITS = {
  runs: 10,
  metrics: 8,
  curvePoints: 64,
  messagesPerSecond: 4
} as const;
