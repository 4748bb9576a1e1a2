import { createRequire } from 'node:module';
import path from 'node:path';
import type { ConnectionOptions } from '../../connection/tracking-connection.js';
import type { ServerChoice } from '../../delivery/destination.js';
import type { MlflowClient } from '../../../tracking/index.js';

type ConnectionModule = typeof import('../../connection/tracking-connection.js');

/** The tracking servers that this program asks. */
export interface Servers {
  /** A client for a server. @throws Error that says what to do, where there is none. */
  client(server: ServerChoice): MlflowClient;
}

/** Loads what speaks to servers with the first question, since few programs ask. */
export class LazyServers implements Servers {
  private readonly _connections = new Map<string, { client(): MlflowClient }>();

  constructor(
    /** The folder of the shipped files. */
    private readonly _folder: string,
    private readonly _options: Omit<ConnectionOptions, 'target'>
  ) {}

  client({ target, credentials }: ServerChoice): MlflowClient {
    const key = JSON.stringify([target, credentials]);
    let connection = this._connections.get(key);
    if (connection === undefined) {
      const file = path.join(this._folder, 'connection.cjs');
      const { TrackingConnection } = createRequire(file)(file) as ConnectionModule;
      connection = new TrackingConnection({
        ...this._options,
        environment: { ...this._options.environment, ...credentials },
        target
      });
      this._connections.set(key, connection);
    }
    return connection.client();
  }
}
