import fs from 'node:fs';
import path from 'node:path';

const MODULES = path.resolve(__dirname, '..', '..', '..', '..', 'node_modules');

/** What a cell of plain Node needs: TypeScript reads all types that it finds, for seconds. */
export const NODE_TYPES = ['@types/node', 'undici-types'];

/** Gives `folder` the npm packages of this project, or some of them. */
export function linkModules(folder: string, packages?: readonly string[]): void {
  const modules = path.join(folder, 'node_modules');
  if (packages === undefined) {
    fs.symlinkSync(MODULES, modules, 'junction');
    return;
  }
  for (const name of packages) {
    const link = path.join(modules, name);
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.symlinkSync(path.join(MODULES, name), link, 'junction');
  }
}
