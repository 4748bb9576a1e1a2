import type { HttpBody } from '../http/fetch-like.js';

/**
 * The bytes of an artifact. A function makes a fresh body for each attempt. A stream given
 * as it is can be sent once, so such an upload is not retried. In Node, `fs.openAsBlob`
 * makes a Blob that is read from the file while it is sent.
 */
export type ArtifactBody =
  string | Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array> | (() => ArtifactBody);

export interface PreparedBody {
  readonly make: () => HttpBody;
  readonly isRepeatable: boolean;
  /** In bytes, or null where it is not known before. */
  readonly size: number | null;
}

export function prepareBody(body: ArtifactBody): PreparedBody {
  if (typeof body === 'function') {
    return { make: () => prepareBody(body()).make(), isRepeatable: true, size: null };
  }
  if (typeof body === 'string') {
    const bytes = new TextEncoder().encode(body);
    return { make: () => bytes, isRepeatable: true, size: bytes.length };
  }
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) {
    // fetch takes views of plain buffers only, not of shared ones.
    const bytes = new Uint8Array(body);
    return { make: () => bytes, isRepeatable: true, size: bytes.length };
  }
  if ('getReader' in body) {
    return { make: () => body, isRepeatable: false, size: null };
  }
  return { make: () => body, isRepeatable: true, size: body.size };
}
