/** What somebody wants to know of the tracking server before a call returns. */
export type Question =
  | { readonly what: 'run'; readonly id: string }
  | { readonly what: 'experiment'; readonly id: string }
  | { readonly what: 'experiment by name'; readonly name: string };

/** A run as the server has it. */
export interface FoundRun {
  readonly runId: string;
  readonly name: string;
  readonly experimentId: string;
  readonly experiment: string;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly params: Readonly<Record<string, string>>;
}

/** An experiment as the server has it. */
export interface FoundExperiment {
  readonly id: string;
  readonly name: string;
}

/** `unknown` where the server could not be asked, with the reason in words. */
export type Answer<T> =
  | { readonly state: 'active'; readonly found: T }
  | { readonly state: 'deleted' | 'missing' }
  | { readonly state: 'unknown'; readonly reason: string };
