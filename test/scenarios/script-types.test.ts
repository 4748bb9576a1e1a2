import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { NodeProject } from './script/node-project.js';

/** Compiled, this file lies in `build/test/scenarios`. */
const MODULES = path.resolve(__dirname, '..', '..', '..', 'node_modules');

/** A program that uses the API as its documentation says. */
const RIGHT = `
import mlflow, { type ActiveRun, type Mlflow, type RunRow } from 'jupyterlab-autolog/mlflow';

export async function main(api: Mlflow = mlflow): Promise<RunRow[]> {
  const run: ActiveRun = api.startRun({ runName: 'typed', tags: { fold: 1 }, nested: false });
  api.logMetric('loss', 0.5, { step: 1, dataset: api.logInput({ name: 'iris' }) });
  run.logTable({ a: [1, 2] }, 't.json');
  run.logImage({ data: Float32Array.of(1), width: 1, height: 1 }, { key: 'k', step: 1 });
  const length: number = api.withRun({ nested: true }, child => child.runName.length);
  const later: Promise<string> = api.withRun(async child => child.clientRunId);
  const status: 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED' = run.status;
  run.end('FINISHED');
  for await (const { info, data } of api.searchRuns({ orderBy: ['metrics.loss ASC'] })) {
    const loss: number | undefined = data.metrics['loss'];
    console.log(info.runName, loss, length, await later, status);
  }
  const client = new api.MlflowClient({ trackingUri: 'http://127.0.0.1' });
  const version: string = (await client.createModelVersion('m', 'models:/m-1')).version;
  console.log(version, (await api.flush()).refused);
  return api.searchRuns().table();
}
`;

/** Each line alone is wrong. */
const WRONG = [
  "mlflow.logMetric('loss', '0.5');",
  "mlflow.logMetric('loss', 1, { steps: 1 });",
  "mlflow.endRun('DONE');",
  "mlflow.startRun({ name: 'x' });",
  'mlflow.withRun({});',
  "mlflow.logTable('a', 't.json');",
  "mlflow.logImage({ data: [1], width: 1 }, 'a.png');",
  'mlflow.logInput({});',
  'mlflow.setExperiment({ experimentId: 7 });',
  'mlflow.nothing();'
];

const COMPILERS = {
  'this TypeScript': path.join(MODULES, 'typescript', 'lib', 'tsc.js'),
  'the TypeScript of tslab': path.join(MODULES, '@tslab', 'typescript-for-tslab', 'lib', 'tsc.js')
};
/** Module, its resolution, and files that it compiles. */
const RESOLUTIONS = [
  ['CommonJS', 'node10', ['right.ts']],
  ['NodeNext', 'NodeNext', ['right.mts', 'right.cts']]
] as const;

describe('The types of jupyterlab-autolog/mlflow', () => {
  const project = new NodeProject({
    ...Object.fromEntries(['ts', 'mts', 'cts'].map(ending => [`right.${ending}`, RIGHT])),
    'wrong.ts': `import mlflow from 'jupyterlab-autolog/mlflow';\n${WRONG.join('\n')}`
  });

  after(() => project.remove());

  /** What the compiler says of files; nothing where all is well. */
  function check(
    compiler: string,
    files: readonly string[],
    module: string,
    how: string
  ): Promise<string> {
    const options = ['--noEmit', '--strict', '--target', 'ES2022', '--skipDefaultLibCheck'];
    const args = [compiler, ...options, '--module', module, '--moduleResolution', how, ...files];
    return new Promise(resolve => {
      execFile(process.execPath, args, { cwd: project.path }, (_error, stdout, stderr) =>
        resolve(stdout + stderr)
      );
    });
  }

  for (const [name, compiler] of Object.entries(COMPILERS)) {
    for (const [module, how, files] of RESOLUTIONS) {
      it(`are found by ${name} with moduleResolution ${how}: ${files.join(', ')}`, async () => {
        assert.equal(await check(compiler, files, module, how), '');
      });
    }

    it(`let ${name} find each wrong call`, async () => {
      const said = await check(compiler, ['wrong.ts'], 'CommonJS', 'node10');
      const lines = [...said.matchAll(/^wrong\.ts\((\d+),/gm)].map(([, line]) => Number(line) - 2);
      assert.deepEqual(lines, [...WRONG.keys()], said);
    });
  }
});
