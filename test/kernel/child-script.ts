import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The checkout; compiled tests lie in `build/test/kernel`. */
export const ROOT = path.resolve(__dirname, '..', '..', '..');

/** A path below the compiled kernel, to be required in a script. */
export function compiled(file: string): string {
  return path.join(ROOT, 'lib', 'kernel', file);
}

/** A folder with these files; their paths may hold folders. Removed when `remove` is called. */
export class ScriptFolder {
  readonly path = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'autolog-script-')));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.path, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
    }
  }

  /** Runs a file of the folder in Node; resolves to the JSON that it printed last. */
  async run(file: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
    const { stdout } = await this.start(file, env);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  }

  /** Runs a file of the folder in Node. Rejects with what it wrote to stderr if it fails. */
  start(file: string, env: NodeJS.ProcessEnv = {}): Promise<{ stdout: string; stderr: string }> {
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [path.join(this.path, file)],
        { cwd: this.path, env: { ...process.env, NODE_OPTIONS: '', ...env } },
        (error, stdout, stderr) => {
          if (error === null) {
            resolve({ stdout, stderr });
          } else {
            reject(new Error(`${file} failed: ${stderr}`));
          }
        }
      );
    });
  }

  remove(): void {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}
