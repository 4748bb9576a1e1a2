/** Base of every error that the client throws on purpose. */
export class MlflowError extends Error {
  override readonly name: string = 'MlflowError';
}

/** What is known about an answer that says no. */
export interface ApiErrorDetails {
  /** HTTP status. */
  readonly status: number;
  /** MLflow's error code, e.g. `RESOURCE_DOES_NOT_EXIST`; derived from the status where the answer has none. */
  readonly errorCode: string;
  /** What the server said, without our words around it. */
  readonly serverMessage: string;
  /** Milliseconds to wait, from Retry-After, or null. */
  readonly retryAfter: number | null;
}

/** The server answered with an error. */
export class MlflowApiError extends MlflowError {
  override readonly name = 'MlflowApiError';
  readonly status: number;
  readonly errorCode: string;
  readonly serverMessage: string;
  readonly retryAfter: number | null;

  constructor(message: string, details: ApiErrorDetails) {
    super(message);
    this.status = details.status;
    this.errorCode = details.errorCode;
    this.serverMessage = details.serverMessage;
    this.retryAfter = details.retryAfter;
  }
}

/** No answer, or half of one: refused, reset, unknown host, broken off. */
export class MlflowConnectionError extends MlflowError {
  override readonly name = 'MlflowConnectionError';
}

/** No whole answer within the time limit. Whether the server acted is not known. */
export class MlflowTimeoutError extends MlflowError {
  override readonly name = 'MlflowTimeoutError';
}

/** The caller's signal was aborted; `cause` is the signal's reason. */
export class MlflowAbortError extends MlflowError {
  override readonly name = 'MlflowAbortError';
}

/** The answer is not what MLflow says, e.g. the HTML of a login page. */
export class MlflowProtocolError extends MlflowError {
  override readonly name = 'MlflowProtocolError';
}

/** Refused before anything was sent, because the server would refuse or mangle it. */
export class MlflowArgumentError extends MlflowError {
  override readonly name = 'MlflowArgumentError';
}

const RETRYABLE_STATUS: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Whether the same idempotent call may succeed later without anybody's doing:
 * connection errors, time-outs, 408, 429, 5xx (but not 501 and INVALID_STATE), the clash
 * of two equal batches that arrive together, and a store that gets no connection to its database.
 */
export function isRetryable(error: unknown): boolean {
  if (error instanceof MlflowApiError) {
    return (
      (isRetryableStatus(error.status) && !isWrongState(error)) ||
      isUniqueClash(error) ||
      isStoreOverload(error)
    );
  }
  return error instanceof MlflowConnectionError || error instanceof MlflowTimeoutError;
}

/**
 * Whether the server (or the client, before sending) refused this very content for good,
 * so that sending it again is of no use. False for what a person can repair without
 * changing the content: a log-in that ended, missing rights, a proxy's page.
 */
export function isRefused(error: unknown): boolean {
  if (error instanceof MlflowArgumentError) {
    return true;
  }
  return (
    error instanceof MlflowApiError &&
    ((error.status >= 400 && error.status < 500) || isWrongState(error)) &&
    !isRetryable(error) &&
    ![401, 403, 407].includes(error.status) &&
    error.errorCode !== 'ENDPOINT_NOT_FOUND'
  );
}

/**
 * Whether the log-in lacks the right to this very thing, while it may have it to others: MLflow's
 * "Permission denied". Any other 403 is of a server that does not allow the host name, or of a
 * proxy, and concerns all that is asked for.
 */
export function isForbidden(error: unknown): error is MlflowApiError {
  return (
    error instanceof MlflowApiError &&
    error.status === 403 &&
    /permission/i.test(error.serverMessage)
  );
}

/** Whether `error` says that the thing asked for does not exist (not that the address is wrong). */
export function isNotFound(error: unknown): error is MlflowApiError {
  return error instanceof MlflowApiError && error.errorCode === 'RESOURCE_DOES_NOT_EXIST';
}

/** Whether `error` says that the name is taken. */
export function isAlreadyExists(error: unknown): error is MlflowApiError {
  return (
    error instanceof MlflowApiError &&
    (error.errorCode === 'RESOURCE_ALREADY_EXISTS' || error.errorCode === 'ALREADY_EXISTS')
  );
}

/** Two equal rows at once: SQLite's and PostgreSQL's words, which MLflow hands on as a 400. */
export function isUniqueClash(error: unknown): error is MlflowApiError {
  return (
    error instanceof MlflowApiError &&
    error.status === 400 &&
    /unique constraint|duplicate (key|entry)/i.test(error.serverMessage)
  );
}

/**
 * The server's own trouble with its database, which MLflow hands on as a 400 as it does with
 * whatever SQLAlchemy throws: no connection was free in time, or the one it had was lost. The
 * codes are those of https://docs.sqlalchemy.org/en/20/errors.html.
 */
export function isStoreOverload(error: unknown): error is MlflowApiError {
  return (
    error instanceof MlflowApiError &&
    error.status === 400 &&
    /QueuePool limit of size|sqlalche\.me\/e\/\w+\/(3o7r|e3q8|rvf5|8s2b)\b/.test(
      error.serverMessage
    )
  );
}

/** MLflow's 500 for what must first be restored or otherwise brought into another state. */
function isWrongState(error: MlflowApiError): boolean {
  return error.errorCode === 'INVALID_STATE';
}

function isRetryableStatus(status: number): boolean {
  return RETRYABLE_STATUS.has(status) || (status > 504 && status < 600);
}
