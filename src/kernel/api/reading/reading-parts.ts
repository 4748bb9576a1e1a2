import type { MlflowClient as TrackingClient } from '../../../tracking/index.js';
import type { MlflowClient } from '../types/client.js';
import type { RecordedRun } from '../../runs/recorded-run.js';

/** What the functions that read work with. */
export interface ReadingParts {
  readonly client: MlflowClient;
  /** The REST client of the server that this program logs to. */
  tracking(): TrackingClient;
  /** Resolves when the server has all that was logged. @throws Error with what it waits for. */
  beforeRead(): Promise<void>;
  /** The run of this program by MLflow's id of it or ours, or null. */
  find(id: string): RecordedRun | null;
  /** MLflow's id of a run of this program, or null before the server has given one. */
  runIdOf(run: RecordedRun): string | null;
  /** The run that is active, or was last, or null. */
  last(): RecordedRun | null;
}

/** MLflow's id for one of MLflow or of ours, once all is delivered. */
export async function serverRunId(parts: ReadingParts, id: string): Promise<string> {
  await parts.beforeRead();
  const run = parts.find(id);
  return (run === null ? null : parts.runIdOf(run)) ?? id;
}
