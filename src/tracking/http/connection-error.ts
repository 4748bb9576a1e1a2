import { MlflowConnectionError } from '../errors.js';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'the host can not be reached',
  ENETUNREACH: 'the network can not be reached',
  ETIMEDOUT: 'the connection timed out',
  ENOENT: 'its socket is gone',
  EPIPE: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate can not be verified'
};

/** What `fetch` threw, in words. `fetch` itself only says "fetch failed"; the cause says why. */
export function connectionError(what: string, url: string, error: unknown): MlflowConnectionError {
  const code = codeOf(error);
  const reason = (code === null ? null : (REASONS[code] ?? code)) ?? innermostMessage(error);
  return new MlflowConnectionError(
    `${what}: the tracking server at ${url} could not be reached or did not answer in full: ` +
      `${reason}. Check that it runs and that the address is right.`,
    { cause: error }
  );
}

function innermostMessage(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner.message : String(inner);
}

function codeOf(error: unknown): string | null {
  for (let current = error, depth = 0; depth < 5 && current instanceof Error; depth++) {
    const code: unknown = (current as { code?: unknown }).code;
    if (typeof code === 'string') {
      return code;
    }
    // An AggregateError, as of a host with several addresses, holds one error for each.
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    current = inner;
  }
  return null;
}
