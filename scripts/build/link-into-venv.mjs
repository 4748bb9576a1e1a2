import fs from 'node:fs';
import path from 'node:path';
import { ROOT, VENV } from '../checkout.mjs';

const EXTENSION = path.join(ROOT, 'jupyterlab_autolog', 'labextension');
const SERVER_CONFIG = path.join(ROOT, 'jupyter-config', 'server-config');
const LINK = path.join(VENV, 'share', 'jupyter', 'labextensions', 'jupyterlab-autolog');

/**
 * Makes the JupyterLab of .venv find this checkout: the built extension as a link, so that a new
 * build shows on reload, and the settings that switch the server extension on.
 */
export function linkIntoVenv() {
  linkFolder(EXTENSION, LINK);
  copyFiles(SERVER_CONFIG, path.join(VENV, 'etc', 'jupyter', 'jupyter_server_config.d'));
}

/** Takes the link to the built extension away; the next build puts it back. */
export function unlinkFromVenv() {
  fs.rmSync(LINK, { recursive: true, force: true });
}

function linkFolder(target, link) {
  if (fs.existsSync(link) && fs.realpathSync(link) === fs.realpathSync(target)) {
    return;
  }
  fs.rmSync(link, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(link), { recursive: true });
  fs.symlinkSync(target, link, 'junction');
}

function copyFiles(from, to) {
  fs.mkdirSync(to, { recursive: true });
  for (const name of fs.readdirSync(from)) {
    const text = fs.readFileSync(path.join(from, name));
    const copy = path.join(to, name);
    if (!fs.existsSync(copy) || !text.equals(fs.readFileSync(copy))) {
      fs.writeFileSync(copy, text);
    }
  }
}
