import { spawn } from 'node:child_process';

/** How long a program may take to end in good order once it was asked to, in milliseconds. */
const GRACE = 10_000;

const running = new Map();
let stopSignal = null;

/** The signal that asked this command to stop, or null. */
export function stoppedBy() {
  return stopSignal;
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C reaches this
 * command alone, which then ends its programs in order. `gentle(child, signal)` says how a program is
 * asked to end; without it the signal goes to its whole group.
 */
export function start(command, args, { gentle = signalGroup, ...options }) {
  const child = spawn(command, args, {
    windowsHide: true,
    detached: process.platform !== 'win32',
    ...options
  });
  running.set(child, gentle);
  const forget = () => running.delete(child);
  child.once('exit', forget);
  child.once('error', forget);
  return child;
}

/** From now on SIGINT, SIGTERM and SIGHUP end the running programs; a second one ends them at once. */
export function watchSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (stopSignal !== null) {
        killAll();
        return;
      }
      stopSignal = signal;
      for (const [child, gentle] of running) {
        gentle(child, signal);
      }
      setTimeout(killAll, GRACE).unref();
    });
  }
}

/** Sends `signal` to a program and to everything in its process group. */
export function signalGroup(child, signal) {
  if (process.platform === 'win32') {
    // The console has told the program of Ctrl-C already; other signals don't exist there.
    if (signal === 'SIGKILL') {
      spawn('taskkill', ['/T', '/F', '/PID', String(child.pid)], { stdio: 'ignore' });
    }
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}

function killAll() {
  for (const child of running.keys()) {
    signalGroup(child, 'SIGKILL');
  }
}
