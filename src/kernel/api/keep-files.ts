import { describeError } from '../patch/describe-error.js';

/**
 * Copies files into the journal. Unlike records, they can't be held in memory until there is
 * room: who logs a file that can't be kept must know.
 * @throws Error with what to do, where `keep` throws.
 */
export function keepFiles(caller: string, keep: () => void): void {
  try {
    keep();
  } catch (error) {
    throw new Error(
      `${caller} could not keep a copy for the delivery: ${describeError(error)}. ` +
        'Nothing of it was logged. See that the file can be read and the disk of AUTOLOG_HOME has room, and call it again.',
      { cause: error }
    );
  }
}
