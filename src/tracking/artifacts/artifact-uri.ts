import { MlflowArgumentError } from '../errors.js';
import type { BaseUrl } from '../http/base-url.js';
import { encodeArtifactPath } from './artifact-path.js';

const SERVICE = '/api/2.0/mlflow-artifacts/artifacts';

/** Whether the tracking server itself takes and gives the files below `artifactUri`. */
export function isProxiedArtifactUri(artifactUri: string): boolean {
  return artifactUri.startsWith('mlflow-artifacts:');
}

/**
 * The address of `path` below a `mlflow-artifacts:` URI, as MLflow's Python client makes it:
 * a host in the URI replaces the tracking server's, its path is kept.
 * @throws MlflowArgumentError for another URI, or a path that can't be an artifact's.
 */
export function proxiedArtifactUrl(base: BaseUrl, artifactUri: string, path: string): string {
  const match = /^mlflow-artifacts:(?:\/\/([^/?#]*))?((?:\/[^?#]*)?)$/.exec(artifactUri);
  if (match === null) {
    throw new MlflowArgumentError(
      `${JSON.stringify(artifactUri)} is no address of files that the tracking server keeps.`
    );
  }
  const host = match[1] ?? '';
  const root = (match[2] ?? '').replace(/^\/+|\/+$/g, '');
  const origin = host === '' ? base.origin : hostOrigin(base, host);
  const whole = root === '' ? path : `${root}/${path}`;
  return `${origin}${base.path}${SERVICE}/${encodeArtifactPath(whole)}`;
}

function hostOrigin(base: BaseUrl, host: string): string {
  if (!/^(\[[0-9a-f:.]+\]|[\p{L}\d._-]+)(:\d+)?$/iu.test(host) || /^\d+$/.test(host)) {
    throw new MlflowArgumentError(
      `The artifact address names the host ${JSON.stringify(host)}, which can't be one.`
    );
  }
  return `${new URL(base.origin).protocol}//${host}`;
}
