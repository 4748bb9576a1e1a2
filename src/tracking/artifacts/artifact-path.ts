import { MlflowArgumentError } from '../errors.js';
import { LIMITS } from '../limits.js';

const ESCAPES = /%[0-9a-f]{2}/i;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Why `path` can't be the path of an artifact, in words that end a sentence, or null if it can.
 * Some of these the server refuses; others it puts in another place, or keeps so that Python
 * can't fetch them or not even list the run; and `..` is resolved by `fetch` itself before
 * anything is sent, so that the file would land in another run.
 */
export function artifactPathFault(path: string): string | null {
  if (typeof path !== 'string') {
    return `is a ${typeof path}, not a text`;
  }
  if (path === '') {
    return 'is empty';
  }
  if (path.startsWith('/')) {
    return "starts with '/'";
  }
  for (const segment of path.split('/')) {
    const fault = segmentFault(segment);
    if (fault !== null) {
      return fault;
    }
  }
  return null;
}

/**
 * The path with each segment encoded, ready for a URL.
 * @throws MlflowArgumentError if it can't be the path of an artifact.
 */
export function encodeArtifactPath(path: string): string {
  return assertArtifactPath(path).split('/').map(encodeURIComponent).join('/');
}

/** @throws MlflowArgumentError if `path` can't be the path of an artifact. */
export function assertArtifactPath(path: string): string {
  const fault = artifactPathFault(path);
  if (fault !== null) {
    throw new MlflowArgumentError(
      `The artifact path ${JSON.stringify(path)} ${fault}. Use another name for it.`
    );
  }
  return path;
}

function segmentFault(segment: string): string | null {
  if (segment === '') {
    return "has '//' or ends with '/'";
  }
  if (segment === '.' || segment === '..') {
    return `has the part '${segment}'`;
  }
  if (CONTROL.test(segment)) {
    return 'holds a line break or another control character';
  }
  if (LONE_SURROGATE.test(segment)) {
    return 'holds half a character';
  }
  if (/[#\\]/.test(segment)) {
    return `holds '${segment.includes('#') ? '#' : '\\'}'`;
  }
  if (ESCAPES.test(segment)) {
    return "holds '%' before two hex digits, which the server decodes once more";
  }
  if (/^[ ?]/.test(segment)) {
    return "has a part that starts with a space or '?'";
  }
  if (/^[a-z]:/i.test(segment)) {
    return 'has a part like a drive of Windows';
  }
  return new TextEncoder().encode(segment).length > LIMITS.artifactSegmentBytes
    ? `has a part of more than ${LIMITS.artifactSegmentBytes} bytes`
    : null;
}
