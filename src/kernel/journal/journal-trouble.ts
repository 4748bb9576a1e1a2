/** Why a journal can't be written, for the person at the notebook. */
export interface JournalTrouble {
  readonly reason: string;
  /** What to do about it. */
  readonly next: string;
}

/** The words for a failure `error` of writing below `folder`. */
export function journalTrouble(error: unknown, folder: string): JournalTrouble {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        reason: `There is no space left for the journal of runs in ${folder}.`,
        next: 'Free some space on that disk; recording goes on by itself.'
      };
    case 'EROFS':
      return {
        reason: `The journal of runs in ${folder} lies on a disk that is read-only.`,
        next: 'Make the disk writable, or set AUTOLOG_HOME to a folder that is and restart the kernel.'
      };
    case 'EACCES':
    case 'EPERM':
      return {
        reason: `You have no permission to write the journal of runs in ${folder}.`,
        next: 'Give yourself write permission there, or set AUTOLOG_HOME to a folder of yours and restart the kernel.'
      };
    default:
      return {
        reason: `The journal of runs in ${folder} can't be written: ${errorText(error)}.`,
        next: 'Set AUTOLOG_HOME to a folder that can be written and restart the kernel.'
      };
  }
}

/** The words for a journal that was deleted while its kernel writes it. */
export function deletedTrouble(folder: string): JournalTrouble {
  return {
    reason: `The journal of runs in ${folder} was deleted while the kernel was writing it.`,
    next: 'Restart the kernel to record again. What the tracking server has received by now is safe.'
  };
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
