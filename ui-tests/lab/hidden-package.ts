import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Python finds no package of this name any more, as if it were not installed. */
function hide(name: string): string {
  return `
import importlib.machinery as machinery
find = machinery.PathFinder.find_spec
def find_others(fullname, path=None, target=None):
    return None if fullname.split(".")[0] == "${name}" else find(fullname, path, target)
machinery.PathFinder.find_spec = find_others
`;
}

/** A folder for PYTHONPATH that hides a package from every Python that starts with it. */
export class HiddenPackage {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hidden-'));

  constructor(name: string) {
    fs.writeFileSync(path.join(this.folder, 'sitecustomize.py'), hide(name));
  }

  reveal(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
