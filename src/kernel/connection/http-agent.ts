import { Agent, EnvHttpProxyAgent, fetch, type Dispatcher } from 'undici';
import type { FetchLike } from '../../tracking/index.js';
import { tlsOptions } from './tls-options.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** uvicorn closes an idle connection after 5 s without saying so; we let go of it before. */
const KEEP_ALIVE_MS = 4000;
/** The client has time limits of its own. */
const NO_LIMIT = { headersTimeout: 0, bodyTimeout: 0 } as const;

/** Connections to a tracking server, kept open between requests. */
export interface HttpAgent {
  readonly fetch: FetchLike;
  close(): Promise<void>;
}

/** Connections through a Unix socket. */
export function socketAgent(socketPath: string): HttpAgent {
  return agentOf(
    new Agent({ ...NO_LIMIT, keepAliveTimeout: KEEP_ALIVE_MS, connect: { socketPath } })
  );
}

/**
 * Connections to a host; by the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name, and
 * with the certificates that MLflow's variables name.
 */
export function hostAgent(environment: Environment): HttpAgent {
  const options = {
    ...NO_LIMIT,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: tlsOptions(environment)
  };
  const hasProxy = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some(
    name => (environment[name] ?? '') !== ''
  );
  return agentOf(hasProxy ? new EnvHttpProxyAgent(options) : new Agent(options));
}

function agentOf(dispatcher: Dispatcher): HttpAgent {
  return {
    // undici's types and those of Node's own `fetch` differ in names only.
    fetch: (url, init) => fetch(url, { ...init, dispatcher }),
    close: () => dispatcher.destroy()
  };
}
