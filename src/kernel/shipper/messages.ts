/**
 * What the shipper tells the kernel, one JSON object a line on its standard output.
 * The kernel tells the shipper nothing: the journal says it all, and the end of the
 * shipper's standard input says that the kernel is gone.
 */
export type ShipperMessage =
  /** A run exists at the server. */
  | {
      readonly type: 'run';
      readonly run: string;
      readonly runId: string;
      readonly experimentId: string;
    }
  /** Everything up to byte `offset` of the journal is delivered or refused; `waiting` records are not yet. */
  | { readonly type: 'progress'; readonly offset: number; readonly waiting: number }
  /** All of a run up to its end, which stands at byte `offset` of the journal, is delivered or refused. */
  | { readonly type: 'complete'; readonly run: string; readonly offset: number }
  /** The server can't be reached, or answers that it is not able; retried until it is. */
  | {
      readonly type: 'unreachable';
      readonly since: number;
      readonly reason: string;
      readonly next: string;
      readonly waiting: number;
    }
  | { readonly type: 'reachable' }
  /** Records that the server refused for good, kept in `rejects.jsonl` beside the journal. */
  | {
      readonly type: 'refused';
      readonly run: string;
      readonly refused: number;
      readonly reason: string;
      readonly file: string;
    }
  /** What people should know besides, in words. */
  | { readonly type: 'fault'; readonly message: string };
