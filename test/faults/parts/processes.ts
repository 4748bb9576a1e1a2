import { readdirSync, readFileSync } from 'node:fs';

/** Kills the processes that have `folder`, a folder of this suite alone, on their command line. */
export function endProcessesOf(folder: string): void {
  for (const pid of processesOf(folder)) {
    signal(pid, 'SIGKILL');
  }
}

/** The processes that have `text` on their command line. */
export function processesOf(text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 0 && pid !== process.pid && commandLine(pid).includes(text));
}

/** False where the process has ended before. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
    return false;
  }
}

/** Empty where there is no such process any more. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It has ended this moment.
    return '';
  }
}
