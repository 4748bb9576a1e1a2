import path from 'node:path';
import type { TrackingTarget } from './kernel-config.js';

/** An address without what nobody else should see, and that by itself. */
export interface SafeUri {
  readonly uri: string;
  /** As variables that MLflow has for them; none where the address holds none. */
  readonly credentials: Readonly<Record<string, string>>;
}

/** Takes user and password out of an address. */
export function withoutCredentials(uri: string): SafeUri {
  if (!URL.canParse(uri)) {
    return { uri, credentials: {} };
  }
  const url = new URL(uri);
  if (url.username === '' && url.password === '') {
    return { uri, credentials: {} };
  }
  const credentials = {
    MLFLOW_TRACKING_USERNAME: decoded(url.username),
    MLFLOW_TRACKING_PASSWORD: decoded(url.password)
  };
  url.username = '';
  url.password = '';
  // The slash that `href` puts behind a host, so that it is the same server as without a password.
  return { uri: url.href.replace(/\/$/, ''), credentials };
}

/** A lone percent sign stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address by which any MLflow client opens the same store. */
export function trackingUriOf(target: TrackingTarget): string {
  return target.kind === 'uri' ? target.uri : `sqlite:///${path.join(target.root, 'mlflow.db')}`;
}
