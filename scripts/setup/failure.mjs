import { shown } from '../checkout.mjs';
import { Problem } from '../problem.mjs';

const CAUSES = [
  {
    pattern: /ENOSPC|No space left on device|not enough space on the disk/i,
    happened: 'the disk is full',
    next: 'free some space'
  },
  {
    pattern:
      /EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|NameResolutionError|ProxyError|Failed to establish a new connection|Temporary failure in name resolution|Could not resolve|Read timed out/,
    happened: 'its server cannot be reached',
    next: 'connect to the network, or set the proxy or mirror that your network needs'
  },
  {
    pattern: /CERT_|SELF_SIGNED|UNABLE_TO_VERIFY|CERTIFICATE_VERIFY_FAILED/,
    happened: "its server's certificate is not trusted here",
    next: "name the file of your network's certificate in NODE_EXTRA_CA_CERTS and PIP_CERT"
  },
  {
    pattern: /EACCES|EPERM|Permission denied/i,
    happened: 'a file belongs to somebody else',
    next: 'make yourself the owner of this checkout and of the npm and pip caches'
  }
];

/** The {@link Problem} to throw when `what` failed; its cause is looked for at the end of the log. */
export function failure(what, log) {
  const cause = CAUSES.find(({ pattern }) => pattern.test(log.tail));
  return new Problem(
    cause === undefined
      ? `${what} failed: read the cause at the end of ${shown(log.file)}, put it right, and run this command again.`
      : `${what} failed, for ${cause.happened}: ${cause.next}, then run this command again (details in ${shown(log.file)}).`
  );
}
