import { MlflowArgumentError } from '../errors.js';

/** A tracking server's address, taken apart. */
export interface BaseUrl {
  /** Without credentials and without a slash at the end. */
  readonly url: string;
  readonly origin: string;
  /** The path that the server lies below, `''` or `/mlflow`. */
  readonly path: string;
  /** `Basic ...` made of user and password in the address, or null. */
  readonly authorization: string | null;
}

/**
 * Reads a tracking URI. User and password in it become a header, as `fetch` refuses them
 * and they must not show up in messages.
 * @throws MlflowArgumentError if it is not a whole http or https address.
 */
export function parseTrackingUri(trackingUri: string): BaseUrl {
  let url: URL;
  try {
    url = new URL(trackingUri);
  } catch (cause) {
    throw new MlflowArgumentError(
      'The tracking URI is not a web address. Give it whole, like http://127.0.0.1:5000.',
      { cause }
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new MlflowArgumentError(
      `The tracking URI begins with ${url.protocol} but must begin with http: or https:. ` +
        'For a store in a folder or a database, start "mlflow server" on it and give that address.'
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new MlflowArgumentError(
      'The tracking URI has a ? or # part. Leave it out: only scheme, host and path count.'
    );
  }
  const path = url.pathname.replace(/\/+$/, '');
  return {
    url: url.origin + path,
    origin: url.origin,
    path,
    authorization: url.username === '' && url.password === '' ? null : basicAuthorization(url)
  };
}

function basicAuthorization(url: URL): string {
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(pair)))}`;
}
