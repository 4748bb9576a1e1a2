import { MlflowClient } from '../../tracking/index.js';
import type { TrackingTarget } from '../config/kernel-config.js';
import { credentialHeaders } from './credentials.js';
import { hostAgent, socketAgent, type HttpAgent } from './http-agent.js';
import { findTracker, type TrackerAddress } from './tracker-file.js';

interface Connected {
  readonly address: string;
  readonly agent: HttpAgent;
  readonly client: MlflowClient;
}

export interface ConnectionOptions {
  readonly target: TrackingTarget;
  /** The value of `AUTOLOG_HOME`. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Stops all requests. */
  readonly signal: AbortSignal;
}

/** Finds the tracking server of a journal, also after it was started again elsewhere. */
export class TrackingConnection {
  constructor(private readonly _options: ConnectionOptions) {}

  /** A client for where the server listens now. It makes no retries of its own. @throws NoTrackerError */
  client(): MlflowClient {
    return this._connected().client;
  }

  /** MLflow's version at the server, or null where it doesn't say. */
  async serverVersion(): Promise<string | null> {
    if (this._version === undefined) {
      const { address, agent } = this._connected();
      const response = await agent.fetch(`${baseOf(address)}/version`, {
        method: 'GET',
        headers: this._headers(),
        signal: this._options.signal
      });
      const text = (await response.text()).trim();
      this._version = response.ok && /^\d+\.\d[\w.+-]*$/.test(text) ? text : null;
    }
    return this._version;
  }

  async close(): Promise<void> {
    await this._current?.agent.close();
    this._current = null;
  }

  private _connected(): Connected {
    const address = this._address();
    if (this._current?.address !== address) {
      // Requests under way over the old address fail, and are repeated over the new one.
      void this._current?.agent.close();
      this._current = this._connect(address);
    }
    return this._current;
  }

  private _connect(address: string): Connected {
    const { environment, signal } = this._options;
    const agent = isSocket(address) ? socketAgent(address) : hostAgent(environment);
    const client = new MlflowClient({
      trackingUri: baseOf(address),
      fetch: agent.fetch,
      headers: () => this._headers(),
      retry: { attempts: 1 },
      signal
    });
    return { address, agent, client };
  }

  private _address(): string {
    const { target, home } = this._options;
    if (target.kind === 'uri') {
      return target.uri;
    }
    const tracker: TrackerAddress = findTracker(home, target.root);
    return tracker.socket ?? tracker.url;
  }

  private _headers(): Record<string, string> {
    const { target, environment } = this._options;
    return target.kind === 'uri' ? credentialHeaders(environment) : {};
  }

  private _current: Connected | null = null;
  private _version: string | null | undefined;
}

function isSocket(address: string): boolean {
  return !/^https?:/i.test(address);
}

function baseOf(address: string): string {
  return isSocket(address) ? 'http://localhost' : address.replace(/\/+$/, '');
}
