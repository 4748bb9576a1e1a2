import path from 'node:path';
import { createInterface } from 'node:readline';
import { NODE_MODULES, ROOT } from '../checkout.mjs';
import { Stopped } from '../problem.mjs';
import { run } from '../process/run.mjs';
import { start, stoppedBy } from '../process/running.mjs';
import { labEnvironment } from '../start/lab-environment.mjs';

const SUITE = path.join(ROOT, 'build', 'test', 'faults', 'main.js');

/** Compiles suite and product; the exit code of what failed, or 0. */
export async function compileSuite() {
  for (const [program, ...args] of [['typescript/bin/tsc', '-b'], ['webpack/bin/webpack.js']]) {
    const code = await run(process.execPath, [path.join(NODE_MODULES, program), ...args]);
    if (code !== 0) {
      return code ?? 1;
    }
  }
  return 0;
}

/** The names of all faults. */
export async function faultNames() {
  const [names = []] = await linesOf(['--names'], () => {});
  return names;
}

/** The verdicts of `test/faults/suite/run-faults.ts`; `onVerdict` is told of each at once. */
export function runSuite({ seed, isShort, keep, names }, onVerdict) {
  const options = [
    ...['--seed', String(seed)],
    ...(isShort ? ['--part', 'ci'] : []),
    ...(keep ? ['--keep'] : [])
  ];
  return linesOf([...options, ...names], onVerdict);
}

async function linesOf(args, onLine) {
  const child = start(process.execPath, ['--enable-source-maps', SUITE, ...args], {
    cwd: ROOT,
    env: labEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit']
  });
  const ended = new Promise(resolve => child.once('close', resolve));
  const lines = [];
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text);
    lines.push(line);
    onLine(line);
  }
  const code = await ended;
  if (stoppedBy() !== null) {
    throw new Stopped(stoppedBy());
  }
  if (code !== 0) {
    throw new Error(`The fault suite broke off with exit code ${code}.`);
  }
  return lines;
}
