import path from 'node:path';
import { VENV, VENV_PROGRAMS } from '../checkout.mjs';

/**
 * The environment of an activated .venv in which this Node is found too, free of what npm adds for
 * its scripts, which would leak into every kernel.
 */
export function labEnvironment() {
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE$)/.test(name))
  );
  const inherited = own.PATH ?? own.Path ?? '';
  delete own.Path;
  return {
    ...own,
    PATH: [VENV_PROGRAMS, path.dirname(process.execPath), inherited].join(path.delimiter),
    VIRTUAL_ENV: VENV,
    // A kernel of the same name in the home folder must not win over the one of this checkout.
    JUPYTER_PREFER_ENV_PATH: '1'
  };
}
