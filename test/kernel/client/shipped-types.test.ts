import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, it } from 'node:test';
import type * as TypeScript from 'typescript';

const ROOT = path.resolve(__dirname, '..', '..', '..', '..');
const TYPES = path.join(ROOT, 'lib', 'kernel', 'api', 'types');
const PROGRAM = path.join(TYPES, 'a-program-of-a-user.ts');

/** TypeScript 5.0, as tslab has it; its face is that of the newer one here. */
const tslabs = path.join(
  ROOT,
  'node_modules',
  '@tslab',
  'typescript-for-tslab',
  'lib',
  'typescript.js'
);
const ts = createRequire(__filename)(tslabs) as typeof TypeScript;

/** What TypeScript 5.0 says of a program that has nothing but our types. */
function faultsOf(program: string): string[] {
  const options: TypeScript.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: []
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = file => (file === PROGRAM ? program : readFile(file));
  host.fileExists = file => file === PROGRAM || fileExists(file);
  host.getSourceFile = (file, version, ...rest) =>
    file === PROGRAM
      ? ts.createSourceFile(file, program, version)
      : getSourceFile.call(host, file, version, ...rest);
  const compiled = ts.createProgram([PROGRAM], options, host);
  return ts
    .getPreEmitDiagnostics(compiled)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('the types of the client', () => {
  it('import nothing but each other', () => {
    const files = readdirSync(TYPES).filter(file => file.endsWith('.d.ts'));
    assert(files.includes('client.d.ts') && files.includes('entities.d.ts'));
    for (const file of files) {
      const text = readFileSync(path.join(TYPES, file), 'utf8');
      const imports = [...text.matchAll(/(?:from|import|require)\s*\(?\s*['"]([^'"]+)['"]/g)];
      for (const [, name] of imports) {
        assert.match(name ?? '', /^\.\/[\w-]+\.js$/, `${file} imports ${name}`);
        assert(files.includes((name ?? '').slice(2).replace(/\.js$/, '.d.ts')), `${file}: ${name}`);
      }
      assert(!text.includes('/// <reference'), `${file} refers to types that are not shipped`);
    }
  });

  it('are understood by TypeScript 5.0 alone', () => {
    const program = `
      import type { MlflowClient } from './client.js';
      export async function use(client: MlflowClient): Promise<number> {
        const { info } = await client.createRun('1', { runName: 'mine', tags: { a: 1 } });
        await client.logMetric(info.runId, 'loss', 0.5, { step: 1 });
        let best = Infinity;
        for await (const run of client.searchRuns('1', { orderBy: ['metrics.loss ASC'], maxResults: 1 })) {
          const loss: number | undefined = run.data.metrics['loss'];
          best = Math.min(best, loss ?? Infinity, run.info.startTime);
        }
        const status: 'READY' | 'PENDING' | 'FAILED' | 'UNSPECIFIED' = (await client.getLoggedModel('m')).status;
        return best + status.length;
      }`;
    assert.deepEqual(faultsOf(program), []);
  });

  it('tell a wrong call from a right one', () => {
    const wrong = (call: string): string =>
      faultsOf(
        `import type { MlflowClient } from './client.js';\nexport const use = (client: MlflowClient) => client.${call};`
      ).join();
    assert.equal(wrong("logMetric('r', 'm', 1)"), '');
    assert.match(wrong("logMetric('r', 'm', '1')"), /'string' is not assignable .* 'number'/);
    assert.match(wrong("setTerminated('r', { status: 'DONE' })"), /"DONE"/);
    assert.match(wrong("logMetrics('r')"), /logMetrics/);
  });
});
