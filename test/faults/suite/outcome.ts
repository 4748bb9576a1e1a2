/** What became of the records of a fault, as counted by MLflow's own client. */
export interface Outcome {
  /** How often the fault happened. */
  readonly times: number;
  /** Records whose logging call had returned. */
  readonly acknowledged: number;
  readonly foundOnce: number;
  /** Refused by the server for good and kept, with the reason, among the rejects. */
  readonly refused: number;
  readonly lost: number;
  readonly twice: number;
  /** Runs that nobody will end any more. */
  readonly running: number;
  /** The longest that a logging call took, in milliseconds. */
  readonly worstDelay: number;
  /** Of what was lost, found twice or left running, a few. */
  readonly examples: readonly string[];
}
