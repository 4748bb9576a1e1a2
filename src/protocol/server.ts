/** The answer of `GET autolog/status`. */
export interface ServerStatus {
  readonly version: 1;
  readonly tracker: TrackerStatus;
  /** Journals of this user that no shipper has delivered yet. */
  readonly waiting: { readonly journals: number; readonly bytes: number };
  /** False when the administrator or `AUTOLOG_DISABLE=1` switched autologging off. */
  readonly enabled: boolean;
}

export interface TrackerStatus {
  /** `embedded`: started by this Jupyter server. `external`: the user's own URI. */
  readonly kind: 'embedded' | 'external';
  readonly state: TrackerState;
  /** Milliseconds since the epoch: when it came into this state. */
  readonly since: number;
  /** Where it is, for people: the store's folder or the URI without credentials. */
  readonly location: string;
  /** Why it is not ready, or null. */
  readonly reason: string | null;
  /** What to do about it, or null. */
  readonly next: string | null;
}

/** `offline`: nothing is sent to it and nothing asked, since `Autolog.offline` is on. */
export type TrackerState = 'starting' | 'ready' | 'unreachable' | 'failed' | 'stopped' | 'offline';

/**
 * The body of `POST autolog/bindings`: the live document as it was when a cell's
 * execution made its first run. Sent once for each execution that makes runs.
 */
export interface NotebookBinding {
  readonly version: 1;
  readonly kernelId: string;
  readonly cellId: string | null;
  readonly executionCount: number;
  readonly notebookId: string;
  /** Path below the Jupyter server's root. */
  readonly notebookPath: string;
  /** The document in nbformat JSON. */
  readonly notebook: unknown;
}

/** The answer of `POST autolog/bindings`. */
export interface BindingReceipt {
  /** SHA-256 of the document's JSON text, in hex. */
  readonly digest: string;
}
