import { MlflowArgumentError } from '../../tracking/index.js';
import { trackingUriOf, withoutCredentials } from '../config/tracking-uri.js';
import type { ServerChoice } from '../delivery/destination.js';
import type { ShippedRun } from '../delivery/delivery-state.js';
import type { FlushedDestination } from './flush.js';
import type { TrackingServers } from './types/servers.js';

/** The tracking servers that this process logs to, as far as the functions have to do with them. */
export interface LoggedServers {
  readonly all: readonly FlushedDestination[];
  readonly current: ServerChoice;
  set(choice: ServerChoice | null): void;
  run(run: string): ShippedRun | null;
}

/** Where the model registry is: null for the tracking server's own. */
export interface RegistryChoice {
  current: string | null;
}

export function createServers(
  destinations: LoggedServers,
  registry: RegistryChoice
): TrackingServers {
  return {
    setTrackingUri: uri => {
      destinations.set(readUri('setTrackingUri', uri));
    },
    getTrackingUri: () => trackingUriOf(destinations.current.target),
    setRegistryUri: uri => {
      registry.current = readUri('setRegistryUri', uri) === null ? null : uri;
    },
    getRegistryUri: () =>
      registry.current === null
        ? trackingUriOf(destinations.current.target)
        : withoutCredentials(registry.current).uri
  };
}

/** Null for an empty one. @throws MlflowArgumentError where it is no address of a server. */
function readUri(caller: string, uri: string): ServerChoice | null {
  if (uri === '') {
    return null;
  }
  const protocol = typeof uri === 'string' && URL.canParse(uri) ? new URL(uri).protocol : null;
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new MlflowArgumentError(
      `${caller} takes the address of an MLflow server, such as http://127.0.0.1:5000, but was ` +
        `given ${JSON.stringify(uri)}. For a store in a folder or a database, start ` +
        '"mlflow server" on it and give that address.'
    );
  }
  const { uri: safe, credentials } = withoutCredentials(uri);
  return { target: { kind: 'uri', uri: safe }, credentials };
}
