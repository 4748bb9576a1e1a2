import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The checkout; this file runs in build/test/walls. */
const ROOT = resolve(__dirname, '../../..');

/** Configurations that make up the walls. They are copied, so that the real ones are put to the test. */
const CONFIGURATION = [
  'package.json',
  '.dependency-cruiser.cjs',
  '.stylelintrc.json',
  'eslint.config.mjs',
  'tsconfig.base.json',
  ...['protocol', 'format', 'tracking', 'kernel', 'lab'].map(name => `src/${name}/tsconfig.json`)
];

/** What a tool said, and whether it was content. */
export interface Verdict {
  readonly code: number | null;
  readonly output: string;
}

/**
 * A folder of its own with the project's configuration, its packages, and nothing but the files that a test
 * plants, so that no test ever touches the real sources.
 */
export class PlantedTree {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'walls-')));

  constructor(files: Readonly<Record<string, string>>) {
    for (const file of CONFIGURATION) {
      this._inside(file, place => {
        cpSync(join(ROOT, file), place);
      });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'), 'junction');
    for (const [file, text] of Object.entries(files)) {
      this._inside(file, place => {
        writeFileSync(place, text);
      });
    }
  }

  /** Runs a program of node_modules here to its end. */
  async run(program: string, args: readonly string[]): Promise<Verdict> {
    const path = join(ROOT, 'node_modules', program);
    const child = spawn(process.execPath, [path, ...args], {
      cwd: this.root,
      stdio: ['ignore', 'pipe', 'pipe']
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private _inside(file: string, write: (place: string) => void): void {
    const place = join(this.root, file);
    mkdirSync(dirname(place), { recursive: true });
    write(place);
  }
}
