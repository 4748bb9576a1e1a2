import { MlflowClient, type RetryPolicy } from '../../tracking/index.js';
import type { TrackingTarget } from '../config/kernel-config.js';
import { credentialHeaders } from './credentials.js';
import { wordsOf } from './error-words.js';
import { requestTimeout } from './request-timeout.js';
import { hostAgent, socketAgent, type HttpAgent } from './http-agent.js';
import { findTracker, type TrackerAddress } from './tracker-file.js';

/** What the user set about the tracking server makes no sense, such as its address. */
export class UnusableTargetError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableTargetError';
  }
}

/** How long the server may take to say its version, unless MLflow's variable says, in milliseconds. */
const VERSION_MS = 60_000;

interface Connected {
  readonly address: TrackerAddress;
  readonly base: string;
  readonly agent: HttpAgent;
  readonly client: MlflowClient;
}

export interface ConnectionOptions {
  readonly target: TrackingTarget;
  /** The value of `AUTOLOG_HOME`. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Stops all requests. */
  readonly signal?: AbortSignal;
  /** How often requests are repeated. Default: as the client does. */
  readonly retry?: Partial<RetryPolicy>;
}

/** Finds the tracking server of a journal, also after it was started again elsewhere. */
export class TrackingConnection {
  constructor(private readonly _options: ConnectionOptions) {}

  /** A client for where the server listens now. @throws NoTrackerError, UnusableTargetError */
  client(): MlflowClient {
    return this._connected().client;
  }

  /** MLflow's version at the server, or null where it doesn't say. Never rejects. */
  async serverVersion(): Promise<string | null> {
    if (this._version === null) {
      try {
        const { base, agent } = this._connected();
        const headers = this._headers();
        const { environment, signal: given } = this._options;
        const limit = AbortSignal.timeout(requestTimeout(environment) ?? VERSION_MS);
        const signal = given === undefined ? limit : AbortSignal.any([given, limit]);
        const response = await agent.fetch(`${base}/version`, { method: 'GET', headers, signal });
        const text = (await response.text()).trim();
        this._version = response.ok && /^\d+\.\d[\w.+-]*$/.test(text) ? text : null;
      } catch {
        // It is good to know, and nothing depends on it; the next model asks again.
        return null;
      }
    }
    return this._version;
  }

  async close(): Promise<void> {
    await this._current?.agent.close();
    this._current = null;
  }

  private _connected(): Connected {
    const address = this._address();
    const current = this._current;
    if (current?.address.socket === address.socket && current.address.url === address.url) {
      return current;
    }
    // Requests under way over the old address fail, and are repeated over the new one.
    void current?.agent.close();
    this._current = this._connect(address);
    return this._current;
  }

  private _connect(address: TrackerAddress): Connected {
    const { environment, retry, signal } = this._options;
    const base = address.url === null ? 'http://localhost' : address.url.replace(/\/+$/, '');
    try {
      const timeout = requestTimeout(environment);
      const agent = address.url === null ? socketAgent(address.socket) : hostAgent(environment);
      const client = new MlflowClient({
        trackingUri: base,
        fetch: agent.fetch,
        headers: () => this._headers(),
        ...(retry === undefined ? {} : { retry }),
        ...(timeout === undefined ? {} : { timeout }),
        ...(signal === undefined ? {} : { signal })
      });
      return { address, base, agent, client };
    } catch (error) {
      throw new UnusableTargetError(wordsOf(error));
    }
  }

  private _address(): TrackerAddress {
    const { target, home } = this._options;
    return target.kind === 'uri'
      ? { socket: null, url: target.uri }
      : findTracker(home, target.root);
  }

  private _headers(): Record<string, string> {
    const { target, environment } = this._options;
    return target.kind === 'uri' ? credentialHeaders(environment) : {};
  }

  private _current: Connected | null = null;
  private _version: string | null = null;
}
