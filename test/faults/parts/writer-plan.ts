import type { TrackingTarget } from '../../../src/kernel/config/kernel-config.js';

/** What a writer logs. */
export type WriterPlan =
  /** Runs with a bit of everything, at a pace that changes, until it is told to end. */
  | { readonly kind: 'steady'; readonly seed: number }
  /** `count` points of `keys` metrics in one loop that never yields. */
  | { readonly kind: 'loop'; readonly count: number; readonly keys: number }
  /** So many points a second of `keys` metrics, for `seconds`. */
  | {
      readonly kind: 'paced';
      readonly perSecond: number;
      readonly seconds: number;
      readonly keys: number;
    }
  /** `count` runs, of some points each, in one loop that never yields. */
  | { readonly kind: 'runs'; readonly count: number }
  /** `count` files of so many bytes, in one call; they are made in `folder`, and removed when it has returned. */
  | {
      readonly kind: 'files';
      readonly folder: string;
      readonly count: number;
      readonly bytes: number;
      readonly seed: number;
    }
  /** Points until the memory is full. */
  | { readonly kind: 'out-of-memory' };

/** What a writer is told, as JSON in its only argument. */
export interface WriterOptions {
  readonly home: string;
  readonly target: TrackingTarget;
  /** The file that {@link Acknowledgements} go to. */
  readonly acknowledgements: string;
  readonly experiment: string;
  /** The shipper's script. */
  readonly shipper: string;
  /** Under which name this machine claims to be; default: its own. */
  readonly host?: string;
  readonly plan: WriterPlan;
}

/** What a writer prints, one JSON object a line. */
export type WriterEvent =
  /** It is about to log its first record. */
  | { readonly event: 'ready' }
  /** Its shipper told it something; see `messages.ts`. */
  | { readonly event: 'told'; readonly type: string; readonly text: string }
  /** Its journal can't be written, or (null) can be again. */
  | { readonly event: 'trouble'; readonly reason: string | null }
  /** All of its plan is logged. */
  | { readonly event: 'done' };
