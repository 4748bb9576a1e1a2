import path from 'node:path';
import { isMainThread } from 'node:worker_threads';

/**
 * Whether this process is a tslab or jslab kernel: `node …/tslab kernel --config-path …`.
 * Launchers such as `npx` see the same `NODE_OPTIONS` and are not.
 */
export function isTslabKernel(argv: readonly string[] = process.argv): boolean {
  const [, script, command] = argv;
  return (
    isMainThread &&
    script !== undefined &&
    command === 'kernel' &&
    /^tslab(\.c?js)?$/.test(path.basename(script)) &&
    argv.some(argument => /^--config-path(=|$)/.test(argument))
  );
}
