/** The parts of `fetch` that the client uses, so that any implementation can be handed in. */
export type FetchLike = (url: string, init: HttpRequestInit) => Promise<HttpResponse>;

export interface HttpRequestInit {
  method: string;
  headers: Record<string, string>;
  body?: HttpBody;
  signal: AbortSignal;
  /** Needed by `fetch` where the body is a stream. */
  duplex?: 'half';
  /** Both together keep Node's `fetch` from holding all of a body that is sent, see `Transport`. */
  redirect?: 'error';
  window?: null;
}

/** What can be sent as it is. A stream can be sent once only. */
export type HttpBody = string | Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array>;

/** What the client reads of an answer; the global `Response` and undici's have it. */
export interface HttpResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
  text(): Promise<string>;
  json(): Promise<unknown>;
  blob(): Promise<Blob>;
  arrayBuffer(): Promise<ArrayBuffer>;
}
