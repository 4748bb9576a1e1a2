import type { Outcome } from './outcome.js';
import type { Stage } from './stage.js';

/** Something that goes wrong while records are logged. */
export interface Fault {
  /** As it is named on the command line. */
  readonly name: string;
  /** How often it happens in the whole suite, and in the part for every test run; 0 leaves it out of that. */
  readonly times: { readonly whole: number; readonly ci: number };
  /** Why it can't be carried out on this machine, or false. */
  readonly impossible?: string | false;
  /** Whether the server has reason to refuse records for good. Default: false, and none may be refused. */
  readonly mayRefuse?: boolean;
  /** @throws where it could not be carried out, or a promise besides that of the records was broken. */
  run(stage: Stage): Promise<Outcome>;
}
