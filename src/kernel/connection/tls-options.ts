import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

interface TlsOptions {
  readonly rejectUnauthorized?: boolean;
  readonly ca?: Buffer[];
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/**
 * MLflow's own settings of how certificates are checked and shown, for Node's TLS sockets;
 * `jupyterlab_autolog/proxy/tls.py` reads the same.
 * @throws Error of the file system where a file of certificates can't be read.
 */
export function tlsOptions(environment: Readonly<Record<string, string | undefined>>): TlsOptions {
  const insecure = (environment['MLFLOW_TRACKING_INSECURE_TLS'] ?? '').trim().toLowerCase();
  const authority = environment['MLFLOW_TRACKING_SERVER_CERT_PATH'] ?? '';
  const client = environment['MLFLOW_TRACKING_CLIENT_CERT_PATH'] ?? '';
  return {
    ...(insecure === 'true' || insecure === '1' ? { rejectUnauthorized: false } : {}),
    ...(authority === '' ? {} : { ca: certificatesIn(authority) }),
    // One file holds both, as for Python's requests.
    ...(client === '' ? {} : { cert: readFileSync(client), key: readFileSync(client) })
  };
}

/** Of a file, or of all files in a folder. */
function certificatesIn(place: string): Buffer[] {
  const files = statSync(place).isDirectory()
    ? readdirSync(place).map(name => path.join(place, name))
    : [place];
  return files.filter(file => statSync(file).isFile()).map(file => readFileSync(file));
}
