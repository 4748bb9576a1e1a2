import type { RunRow } from '../rows/run-row.js';

/** What the panel can be asked to do besides showing; null where nobody is there to do it. */
export interface IPanelActions {
  readonly openRun: (row: Pick<RunRow, 'runId' | 'clientRunId'>) => void;
  readonly openMlflow: ((experimentId: string) => void) | null;
}
