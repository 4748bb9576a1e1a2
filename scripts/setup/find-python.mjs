import { spawnSync } from 'node:child_process';
import { Problem } from '../problem.mjs';

const NEEDED = [3, 10];

const PROBE = `
import json, sys
def has(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False
print(json.dumps({"executable": sys.executable, "version": list(sys.version_info[:3]), "venv": has("venv") and has("ensurepip")}))
`;

/**
 * A Python that can make the virtual environment: the one that AUTOLOG_PYTHON names, or the first
 * fitting one of the usual names. Throws a {@link Problem} that says what to install.
 */
export function findPython() {
  const named = process.env.AUTOLOG_PYTHON;
  const found = named ? [probe([named])] : candidates().map(probe);
  const present = found.filter(python => python !== null);
  const recent = present.filter(python => isRecent(python.version));
  const fitting = recent.find(python => python.venv);
  if (fitting !== undefined) {
    return fitting;
  }
  const needed = `Python ${NEEDED.join('.')} or newer`;
  const again = 'then run this command again';
  if (recent[0] !== undefined) {
    const { executable, version } = recent[0];
    throw new Problem(
      `Python ${version.join('.')} (${executable}) lacks the module venv or ensurepip: install it (Debian and Ubuntu: apt install python3-venv), ${again}.`
    );
  }
  if (named) {
    throw new Problem(
      `AUTOLOG_PYTHON names ${named}, which is not ${needed}: set it to the path of one, ${again}.`
    );
  }
  const old = present[0];
  throw new Problem(
    old === undefined
      ? `No Python was found: install ${needed} (https://www.python.org/downloads, or your package manager) or set AUTOLOG_PYTHON to its path, ${again}.`
      : `Python ${old.version.join('.')} (${old.executable}) is too old: install ${needed} or set AUTOLOG_PYTHON to its path, ${again}.`
  );
}

function candidates() {
  const numbered = [14, 13, 12, 11, 10].map(minor => [`python3.${minor}`]);
  return process.platform === 'win32'
    ? [['py', '-3'], ['python'], ['python3']]
    : [['python3'], ['python'], ...numbered];
}

function probe([command, ...args]) {
  const { status, stdout } = spawnSync(command, [...args, '-c', PROBE], {
    encoding: 'utf8',
    timeout: 20_000,
    windowsHide: true
  });
  if (status !== 0) {
    return null;
  }
  try {
    return JSON.parse(stdout);
  } catch {
    // Not a Python 3: whatever answers to that name printed something else.
    return null;
  }
}

function isRecent([major, minor]) {
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}
