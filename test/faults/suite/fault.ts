import type { Stage } from './stage.js';

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

/** Something that goes wrong while records are logged. */
export interface Fault {
  /** As it is named on the command line. */
  readonly name: string;
  /** How often it happens in the whole suite, and in the part for every test run; 0 leaves it out of that. */
  readonly times: { readonly whole: number; readonly ci: number };
  /** Why it can't be carried out on this machine, or false. */
  readonly impossible?: string | false;
  /** @throws where it could not be carried out, or a promise besides that of the records was broken. */
  run(stage: Stage): Promise<Outcome>;
}
