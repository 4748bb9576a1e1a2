import type { MlflowClient as TrackingMlflowClient } from '../../tracking/index.js';

/** What the client's methods work with. */
export interface ClientParts {
  /** The REST client of the tracking URI that is set now. */
  tracking(): TrackingMlflowClient;
  /** The REST client of the registry URI that is set now. */
  registry(): TrackingMlflowClient;
  /** Awaited before each read, so that it sees what was recorded before. What it rejects with, the read does. */
  beforeRead(): Promise<void>;
}
