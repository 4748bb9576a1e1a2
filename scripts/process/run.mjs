import { ROOT } from '../checkout.mjs';
import { Stopped } from '../problem.mjs';
import { signalGroup, start, stoppedBy } from './running.mjs';

/**
 * Runs a program to its end and resolves to its exit code (null: it was killed, or
 * couldn't be started). With `log` its output goes to that file and each line to `onLine`, without
 * it to the terminal; aborting `abort` kills it. Rejects with {@link Stopped} when this command was asked to stop.
 */
export function run(command, args, { log, onLine = () => {}, abort, ...options } = {}) {
  return new Promise((resolve, reject) => {
    if (stoppedBy() !== null) {
      reject(new Stopped(stoppedBy()));
      return;
    }
    log?.write(`$ ${[command, ...args].join(' ')}\n`);
    const output = log === undefined ? 'inherit' : 'pipe';
    const child = start(command, args, {
      cwd: ROOT,
      stdio: ['ignore', output, output],
      ...options
    });
    if (log !== undefined) {
      follow(child.stdout, log, onLine);
      follow(child.stderr, log, onLine);
    }
    abort?.addEventListener('abort', () => signalGroup(child, 'SIGKILL'));
    const end = code => (stoppedBy() === null ? resolve(code) : reject(new Stopped(stoppedBy())));
    child.once('error', error => {
      log?.write(`${error.message}\n`);
      end(null);
    });
    child.once('close', end);
  });
}

function follow(stream, log, onLine) {
  stream.setEncoding('utf8');
  stream.on('data', text => {
    log.write(text);
    text
      .split(/[\r\n]/)
      .map(line => line.trim())
      .filter(line => line !== '')
      .forEach(line => onLine(line));
  });
}
