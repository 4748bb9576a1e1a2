import type { TrackingTarget } from '../../config/kernel-config.js';
import { MlflowClient } from '../../client/mlflow-client.js';
import type { ExperimentChoice } from '../../runs/experiment-choice.js';
import { checkObject, checkText } from '../checks.js';
import type { ClientOptions, Reading } from '../types/reading.js';
import { artifactReading } from './artifacts.js';
import type { ReadingParts } from './reading-parts.js';
import { runReading } from './runs.js';
import type { Servers } from './server.js';
import { loadTable } from './tables.js';

export interface ReadingOptions extends Pick<
  ReadingParts,
  'beforeRead' | 'find' | 'last' | 'runIdOf'
> {
  readonly servers: Servers;
  /** The server that this program logs to. */
  readonly target: TrackingTarget;
  readonly experiments: ExperimentChoice;
}

export function createReading(options: ReadingOptions): {
  readonly functions: Reading;
  readonly parts: ReadingParts;
} {
  const { servers, target, experiments, ...own } = options;
  const tracking: ReadingParts['tracking'] = () => servers.client(target);
  const { beforeRead } = own;
  const client = new MlflowClient({ tracking, registry: tracking, beforeRead });
  const parts: ReadingParts = { ...own, client, tracking };
  const runs = runReading(parts, experiments);

  class ClientOfUser extends MlflowClient {
    constructor(given: ClientOptions = {}) {
      const { trackingUri, registryUri } = checkObject('options', given);
      const of = (what: string, uri: string | undefined): (() => ReturnType<typeof tracking>) => {
        const checked = checkText(what, uri);
        return checked === undefined
          ? tracking
          : () => servers.client({ kind: 'uri', uri: checked });
      };
      const ownServer = of('trackingUri', trackingUri);
      super({
        tracking: ownServer,
        registry: registryUri === undefined ? ownServer : of('registryUri', registryUri),
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
