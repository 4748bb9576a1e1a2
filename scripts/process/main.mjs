import fs from 'node:fs';
import path from 'node:path';
import { STATE, shown } from '../checkout.mjs';
import { Problem, Stopped } from '../problem.mjs';
import { watchSignals } from './running.mjs';

/**
 * Runs a command of this project. A {@link Problem} is shown as its one sentence, Ctrl-C as a
 * word on how to go on; anything else is a fault of ours and goes to a log file.
 */
export async function main(command) {
  watchSignals();
  try {
    process.exitCode = (await command(process.argv.slice(2))) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Problem) {
      process.stderr.write(`\n${error.message}\n`);
    } else if (error instanceof Stopped) {
      process.exitCode = 130;
      process.stderr.write('\nStopped; the same command goes on from here.\n');
    } else {
      process.stderr.write(`\n${unexpected(error)}\n`);
    }
  }
}

function unexpected(error) {
  const file = path.join(STATE, 'fault.log');
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    fs.mkdirSync(STATE, { recursive: true });
    fs.writeFileSync(file, `${text}\n`);
  } catch {
    // Nothing can be written here, so the terminal is the only place left.
    return text;
  }
  return `This command failed in a way it does not know (${error?.message ?? text}); please report it with ${shown(file)}.`;
}
