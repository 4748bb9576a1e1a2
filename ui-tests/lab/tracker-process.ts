import fs from 'node:fs';
import path from 'node:path';
import type { JupyterLab } from './jupyter-lab';

/** The process of Lab's own tracking server, as it is announced to kernels; null while none is. */
export function trackerPid(lab: JupyterLab): number | null {
  const folder = path.join(lab.home, 'trackers');
  const [file] = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter(name => name.endsWith('.json'))
    : [];
  if (file === undefined) {
    return null;
  }
  try {
    const { pid } = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as { pid: number };
    return pid;
  } catch {
    // Taken away between the two looks.
    return null;
  }
}
