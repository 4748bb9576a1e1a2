import type { CurvePoint } from '../../format/index.js';
import type { Progress } from '../../protocol/index.js';

/** `UNKNOWN`: a card says RUNNING, but nobody is left who would say when it ended. */
export type RowStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED' | 'UNKNOWN';

/** A run as the lists show it, whether a card told of it or the tracking server. */
export interface RunRow {
  /** MLflow's id, or null until the tracking server has answered. */
  readonly runId: string | null;
  /** Ours, or null for runs that others logged. */
  readonly clientRunId: string | null;
  readonly name: string;
  readonly status: RowStatus;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly endTime: number | null;
  readonly progress: Progress | null;
  readonly reason: string | null;
  readonly metrics: readonly RowMetric[];
  /** Whether a kernel is telling of it right now. */
  readonly isLive: boolean;
  /** Whether it is recorded and kept, but not with the tracking server. */
  readonly isKept: boolean;
}

export interface RowMetric {
  readonly key: string;
  readonly value: number;
  /** Null where it has not been loaded. */
  readonly curve: readonly CurvePoint[] | null;
}

/** What identifies a row in a list, from its first card to its last answer of the server. */
export function rowKey(row: Pick<RunRow, 'runId' | 'clientRunId'>): string {
  return row.clientRunId ?? row.runId ?? '';
}

export function isRunning(row: Pick<RunRow, 'status'>): boolean {
  return row.status === 'RUNNING' || row.status === 'SCHEDULED';
}
