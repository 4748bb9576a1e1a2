import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES, VENV } from '../checkout.mjs';

const TSLAB = path.join(NODE_MODULES, 'tslab', 'bin', 'tslab');

const KERNELS = [
  { name: 'tslab', display_name: 'TypeScript', language: 'typescript', options: [] },
  { name: 'jslab', display_name: 'JavaScript', language: 'javascript', options: ['--js'] }
];

/**
 * Registers the TypeScript and JavaScript kernels inside .venv, started by this Node from this
 * checkout's node_modules, so that neither has to be on PATH.
 */
export async function kernelsStep() {
  let changed = false;
  for (const { name, options, ...kernel } of KERNELS) {
    const argv = [
      process.execPath,
      TSLAB,
      'kernel',
      '--config-path',
      '{connection_file}',
      ...options
    ];
    const file = path.join(VENV, 'share', 'jupyter', 'kernels', name, 'kernel.json');
    changed = writeIfChanged(file, `${JSON.stringify({ argv, ...kernel }, null, 2)}\n`) || changed;
  }
  return changed ? 'registered in .venv' : 'up to date';
}

function writeIfChanged(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) {
    return false;
  }
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return true;
}
