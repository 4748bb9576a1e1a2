import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { NodeProject, type Ended } from '../script/node-project.js';
import type { Example } from './page.js';

/** Compiled, this file lies in `build/test/scenarios/docs`. */
const MODULES = path.resolve(__dirname, '..', '..', '..', '..', 'node_modules');
const COMPILER = path.join(MODULES, 'typescript', 'lib', 'tsc.js');

const OPTIONS = {
  ...{ target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext', strict: true },
  ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: true },
  ...{ noEmit: true, types: ['node'] }
};

/** The server that the pages speak of. */
const ADDRESS = /\b127\.0\.0\.1:5000\b/g;

/** A person's project with the examples of pages in it, each in a folder of its own. */
export class ExampleProject {
  private readonly _project = new NodeProject({
    'tsconfig.json': JSON.stringify({ compilerOptions: OPTIONS, include: ['*/*.mts'] })
  });

  constructor(examples: readonly Example[]) {
    for (const name of ['@tensorflow', '@types']) {
      const link = path.join(this._project.path, 'node_modules', name);
      fs.symlinkSync(path.join(MODULES, name), link, 'junction');
    }
    for (const { name, source } of examples) {
      this._project.write({ [`${name}/program.mts`]: source });
    }
  }

  /** Resolves to what the compiler says of the examples: nothing where all is well. */
  check(): Promise<string> {
    return new Promise(resolve => {
      const cwd = this._project.path;
      execFile(process.execPath, [COMPILER], { cwd }, (_error, stdout, stderr) => {
        resolve(stdout + stderr);
      });
    });
  }

  /**
   * Runs an example in its folder, as somebody would who has the server.
   * @returns How it ended; the server's address in what it printed is that of the pages.
   */
  async run({ name, source }: Example, url: string): Promise<Ended> {
    const { host } = new URL(url);
    const { outputText } = ts.transpileModule(source.replace(ADDRESS, host), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }
    });
    this._project.write({ [`${name}/program.mjs`]: outputText });
    const env = { MLFLOW_TRACKING_URI: url, MLFLOW_EXPERIMENT_NAME: name };
    const folder = path.join(this._project.path, name);
    const ended = await this._project.run(`${name}/program.mjs`, env, folder);
    return { ...ended, stdout: ended.stdout.replaceAll(host, '127.0.0.1:5000') };
  }

  remove(): Promise<void> {
    return this._project.remove();
  }
}
