import { withoutCredentials } from '../../config/tracking-uri.js';
import { MlflowClient } from '../../client/mlflow-client.js';
import type { ExperimentChoice } from '../../runs/experiment-choice.js';
import { checkObject, checkText } from '../checks.js';
import type { ClientOptions, Reading } from '../types/reading.js';
import { artifactReading } from './artifacts.js';
import type { LoggedServers, RegistryChoice } from '../servers.js';
import type { ReadingParts } from './reading-parts.js';
import { runReading } from './runs.js';
import type { Servers } from './server.js';
import { loadTable } from './tables.js';

export interface ReadingOptions extends Pick<
  ReadingParts,
  'beforeRead' | 'find' | 'last' | 'runIdOf'
> {
  readonly servers: Servers;
  readonly destinations: LoggedServers;
  readonly registry: RegistryChoice;
  readonly experiments: ExperimentChoice;
}

export function createReading(options: ReadingOptions): {
  readonly functions: Reading;
  readonly parts: ReadingParts;
} {
  const { servers, destinations, registry: chosen, experiments, ...own } = options;
  const tracking: ReadingParts['tracking'] = () => servers.client(destinations.current);
  const registry: ReadingParts['tracking'] = () =>
    chosen.current === null ? tracking() : clientOf(servers, chosen.current);
  const { beforeRead } = own;
  const client = new MlflowClient({ tracking, registry, beforeRead });
  const parts: ReadingParts = { ...own, client, tracking };
  const runs = runReading(parts, experiments);

  class ClientOfUser extends MlflowClient {
    constructor(given: ClientOptions = {}) {
      const { trackingUri, registryUri } = checkObject('options', given);
      const ofTracking = checkText('trackingUri', trackingUri);
      const ofRegistry = checkText('registryUri', registryUri) ?? ofTracking;
      super({
        tracking: ofTracking === undefined ? tracking : () => clientOf(servers, ofTracking),
        registry: ofRegistry === undefined ? registry : () => clientOf(servers, ofRegistry),
        beforeRead
      });
    }
  }

  return {
    parts,
    functions: {
      ...runs,
      ...artifactReading(parts),
      loadTable: (artifactFile, given = {}) =>
        loadTable(parts, runs.searchRuns, artifactFile, given),
      MlflowClient: ClientOfUser
    }
  };
}

/** @param given An address, with user and password where it needs them. */
function clientOf(servers: Servers, given: string): ReturnType<Servers['client']> {
  const { uri, credentials } = withoutCredentials(given);
  return servers.client({ target: { kind: 'uri', uri }, credentials });
}
