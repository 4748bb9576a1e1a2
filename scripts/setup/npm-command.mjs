import path from 'node:path';

/** How to start npm without a shell where we can: the npm that started us, run by this Node. */
export function npmCommand(args) {
  const own = process.env.npm_execpath;
  if (own !== undefined && path.basename(own) === 'npm-cli.js') {
    return { command: process.execPath, args: [own, ...args], options: {} };
  }
  // On Windows npm is a batch file, which only a shell starts; the arguments are ours and need no quoting.
  return { command: 'npm', args, options: { shell: process.platform === 'win32' } };
}
