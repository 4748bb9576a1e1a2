import {
  MlflowApiError,
  MlflowConnectionError,
  MlflowError,
  MlflowProtocolError
} from '../errors.js';
import type { BaseUrl } from './base-url.js';
import type { CallOptions } from './call-options.js';
import { seeClosedConnections } from './closed-connections.js';
import { connectionError } from './connection-error.js';
import type { FetchLike, HttpBody, HttpRequestInit, HttpResponse } from './fetch-like.js';
import { readableText, readError } from './read-error.js';
import { retryDelay, type RetryPolicy } from './retry-policy.js';
import { abortError, TimeLimit } from './time-limit.js';

export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** One call, however often it is sent. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the tracking URI and encoded, or a whole address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** The same, as the text that it is sent as. */
  readonly jsonText?: string;
  /** Sent as it is; `make` is called once for each attempt. */
  readonly body?: { readonly make: () => HttpBody; readonly contentType: string };
  /** Whether it may be sent again although the server may have acted on it. */
  readonly idempotent: boolean;
  /** Errors that are an answer, not a failure: thrown at once. */
  readonly isAnswer?: (error: unknown) => boolean;
  /** In error messages. */
  readonly what: string;
}

export interface TransportSettings {
  readonly base: BaseUrl;
  readonly fetch: FetchLike;
  readonly headers: (url: string) => Record<string, string> | Promise<Record<string, string>>;
  readonly retry: RetryPolicy;
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/** Sends calls: time limit, retries, and answers turned into values or errors. */
export class Transport {
  constructor(private readonly _settings: TransportSettings) {}

  get base(): BaseUrl {
    return this._settings.base;
  }

  get retry(): RetryPolicy {
    return this._settings.retry;
  }

  /** The JSON of the answer; an empty answer is `{}`. */
  json(call: Call, options: CallOptions = {}): Promise<unknown> {
    return this._retried(call, options, async (response, limit) => {
      const text = await response.text();
      limit.dispose();
      return parseJson(call.what, response, text);
    });
  }

  /** The answer with its body unread. The time limit ends with the headers, the signals hold on. */
  stream(call: Call, options: CallOptions = {}): Promise<HttpResponse> {
    return this._retried(call, options, (response, limit) => {
      limit.stopClock();
      return Promise.resolve(response);
    });
  }

  /** What `read` makes of the answer; it is part of the attempt. The time limit ends with the headers. */
  consume<T>(
    call: Call,
    options: CallOptions,
    read: (response: HttpResponse) => Promise<T>
  ): Promise<T> {
    return this._retried(call, options, async (response, limit) => {
      limit.stopClock();
      const result = await read(response);
      limit.dispose();
      return result;
    });
  }

  /** The whole address of `path` with `query`. */
  url(path: string, query: Readonly<Record<string, QueryValue>> = {}): string {
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      for (const item of Array.isArray(value) ? (value as readonly string[]) : [value]) {
        if (item !== undefined) {
          search.append(key, String(item));
        }
      }
    }
    const text = search.toString();
    const whole = /^https?:/.test(path) ? path : this.base.url + path;
    return text === '' ? whole : `${whole}?${text}`;
  }

  /** Waits as after failed attempt number `attempt`; false if no further one is to be made. */
  async pause(
    what: string,
    attempt: number,
    error: unknown,
    options: CallOptions
  ): Promise<boolean> {
    const { retry } = this._settings;
    const policy =
      options.attempts === undefined ? retry : { ...retry, attempts: options.attempts };
    const delay = retryDelay(policy, attempt, error);
    if (delay === null) {
      return false;
    }
    const signals = this._signals(options);
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    signals.forEach(signal => signal.addEventListener('abort', stop, { once: true }));
    try {
      await retry.sleep(delay, controller.signal);
    } catch (cause) {
      const aborted = signals.find(signal => signal.aborted);
      throw aborted === undefined ? cause : abortError(what, aborted);
    } finally {
      signals.forEach(signal => signal.removeEventListener('abort', stop));
    }
    return true;
  }

  private async _retried<T>(
    call: Call,
    options: CallOptions,
    read: (response: HttpResponse, limit: TimeLimit) => Promise<T>
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this._once(call, options, read);
      } catch (error) {
        const isAnswer = call.isAnswer?.(error) ?? false;
        const maySendAgain = !isAnswer && (call.idempotent || isTurnedAway(error));
        if (!maySendAgain || !(await this.pause(call.what, attempt, error, options))) {
          throw error;
        }
      }
    }
  }

  private async _once<T>(
    call: Call,
    options: CallOptions,
    read: (response: HttpResponse, limit: TimeLimit) => Promise<T>
  ): Promise<T> {
    const url = this.url(call.path, call.query);
    const limit = new TimeLimit(options.timeout ?? this._settings.timeout, this._signals(options));
    try {
      const init = await this._init(call, url, limit.signal);
      if (!call.idempotent) {
        await seeClosedConnections();
      }
      const response = await this._settings.fetch(url, init);
      if (!response.ok) {
        throw readError(call.what, response, await response.text(), this._settings.retry.now());
      }
      return await read(response, limit);
    } catch (error) {
      limit.dispose();
      if (error instanceof MlflowError) {
        throw error;
      }
      throw limit.verdict(call.what) ?? connectionError(call.what, this.base.url, error);
    }
  }

  private async _init(call: Call, url: string, signal: AbortSignal): Promise<HttpRequestInit> {
    const headers: Record<string, string> = { Accept: 'application/json, */*' };
    const { authorization, origin } = this.base;
    if (authorization !== null && url.startsWith(`${origin}/`)) {
      headers['Authorization'] = authorization;
    }
    try {
      Object.assign(headers, await this._settings.headers(url));
    } catch (cause) {
      throw new MlflowConnectionError(
        `${call.what}: the headers for the tracking server could not be had: ${String(cause)}.`,
        { cause }
      );
    }
    const json = call.json === undefined ? call.jsonText : JSON.stringify(call.json);
    if (json !== undefined) {
      headers['Content-Type'] = 'application/json';
      return { method: call.method, headers, body: json, signal };
    }
    if (call.body !== undefined) {
      headers['Content-Type'] = call.body.contentType;
      const body = call.body.make();
      const isStream = typeof body === 'object' && 'getReader' in body;
      return {
        method: call.method,
        headers,
        body,
        signal,
        // To be able to follow a redirect, Node's fetch keeps a copy of all that it has sent.
        redirect: 'error',
        window: null,
        ...(isStream ? { duplex: 'half' } : {})
      };
    }
    return { method: call.method, headers, signal };
  }

  private _signals(options: CallOptions): AbortSignal[] {
    return [this._settings.signal, options.signal].filter(signal => signal !== undefined);
  }
}

/** 429 comes before anything was done, so even a create may be sent again. */
function isTurnedAway(error: unknown): boolean {
  return error instanceof MlflowApiError && error.status === 429;
}

function parseJson(what: string, response: HttpResponse, text: string): unknown {
  const body = text.trim();
  if (body === '') {
    return {};
  }
  try {
    return JSON.parse(body);
  } catch (cause) {
    const type = response.headers.get('content-type') ?? '';
    if (/^application\/json\b/i.test(type)) {
      // Cut off on the way by a proxy that hides it: as good as a broken connection.
      throw new MlflowConnectionError(
        `${what}: the answer breaks off after ${body.length} characters.`,
        { cause }
      );
    }
    throw new MlflowProtocolError(
      `${what}: the answer (HTTP ${response.status}) is not MLflow's but ${type === '' ? 'of no type' : type}: ` +
        `"${readableText(body)}". It may be the page of a log-in or a proxy; check the tracking URI and your log-in.`,
      { cause }
    );
  }
}
