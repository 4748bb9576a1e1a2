/** What every call takes as its last argument. */
export interface CallOptions {
  /** Stops the call and its retries with an `MlflowAbortError`. */
  readonly signal?: AbortSignal;
  /** Time limit of one attempt, in milliseconds, until its answer is whole. Defaults to the client's. */
  readonly timeout?: number;
  /** Sends in all, the first one counted; 1 turns retries off. Defaults to the client's policy. */
  readonly attempts?: number;
}
