import { parseTrackingUri } from './http/base-url.js';
import type { FetchLike } from './http/fetch-like.js';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './http/retry-policy.js';
import { Transport } from './http/transport.js';
import { Artifacts } from './resources/artifacts.js';
import { Experiments } from './resources/experiments.js';
import { LoggedModels } from './resources/logged-models.js';
import { Metrics } from './resources/metrics.js';
import { ModelVersions } from './resources/model-versions.js';
import { RegisteredModels } from './resources/registered-models.js';
import { Runs } from './resources/runs.js';

export interface MlflowClientOptions {
  /** Address of an MLflow server, http or https; may have a path, user and password. */
  readonly trackingUri: string;
  /** Default: the global `fetch`. */
  readonly fetch?: FetchLike;
  /** Sent with each attempt at `url`, e.g. credentials; asked for each time. */
  readonly headers?: (url: string) => Record<string, string> | Promise<Record<string, string>>;
  readonly retry?: Partial<RetryPolicy>;
  /** Time limit of one attempt, in milliseconds. Default 60,000; up- and downloads have 600,000. */
  readonly timeout?: number;
  /** Stops all calls of this client. */
  readonly signal?: AbortSignal;
}

/** Talks to an MLflow tracking server. Holds no connection and needs no disposing. */
export class MlflowClient {
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly metrics: Metrics;
  readonly artifacts: Artifacts;
  readonly loggedModels: LoggedModels;
  readonly registeredModels: RegisteredModels;
  readonly modelVersions: ModelVersions;

  /** @throws MlflowArgumentError if the tracking URI is not a web address. */
  constructor(options: MlflowClientOptions) {
    const transport = new Transport({
      base: parseTrackingUri(options.trackingUri),
      // Called as a method of something else, a browser's fetch throws.
      fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
      headers: options.headers ?? (() => ({})),
      retry: { ...DEFAULT_RETRY_POLICY, ...options.retry },
      timeout: options.timeout ?? 60_000,
      signal: options.signal
    });
    this.experiments = new Experiments(transport);
    this.runs = new Runs(transport);
    this.metrics = new Metrics(transport);
    this.artifacts = new Artifacts(transport);
    this.loggedModels = new LoggedModels(transport);
    this.registeredModels = new RegisteredModels(transport);
    this.modelVersions = new ModelVersions(transport);
  }
}
