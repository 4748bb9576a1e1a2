import { MlflowClient } from '../../../src/kernel/client/mlflow-client.js';
import { MlflowClient as TrackingMlflowClient } from '../../../src/tracking/index.js';
import { fakeWaits } from '../../tracking/fake-waits.js';
import { startFaultServer, type Answer, type FaultServer } from '../../tracking/fault-server.js';

/** A client of a server that gives certain answers, for what a good one never does. */
export interface FaultClient {
  readonly client: MlflowClient;
  readonly server: FaultServer;
  /** How often a read waited for what was recorded before it. */
  readonly flushes: () => number;
}

/** `flush` is what reads wait for. The client's own waits take no time. */
export async function startFaultClient(
  answers: readonly Answer[],
  flush: () => Promise<void> = () => Promise.resolve()
): Promise<FaultClient> {
  const server = await startFaultServer(...answers);
  const rest = new TrackingMlflowClient({ trackingUri: server.url, retry: fakeWaits().retry });
  let flushes = 0;
  const beforeRead = (): Promise<void> => {
    flushes += 1;
    return flush();
  };
  const client = new MlflowClient({ tracking: () => rest, registry: () => rest, beforeRead });
  return { client, server, flushes: () => flushes };
}
