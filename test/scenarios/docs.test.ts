import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeKernelParts } from '../kernel/runs/kernel-parts.js';
import { startMlflowServer, type MlflowServer } from '../tracking/mlflow-server.js';
import { DeclaredCalls } from './docs/declared-calls.js';
import { ExampleProject } from './docs/example-project.js';
import { unknownToMlflow } from './docs/mlflow-names.js';
import { Page, type Row } from './docs/page.js';

/** Two at once, as each waits for its delivery for most of its time. */
const CONCURRENCY = 2;
/** Compiled, this file lies in `build/test/scenarios`. */
const KERNEL = path.resolve(__dirname, '..', '..', '..', 'src', 'kernel');
/** Said by Jupyter's side, and by tests: nothing that a person sets. */
const INNER_VARIABLES = ['AUTOLOG_KERNEL_CONFIG', 'AUTOLOG_TESTING'];

const api = new Page('api');
const client = new Page('client');
const calls = new DeclaredCalls();
const functions = api.rows('here').filter(({ first }) => !first.startsWith('run.'));
const ofRun = api.rows('here').filter(({ first }) => first.startsWith('run.'));

/** In one order, whatever the order of the options in it. */
function inOrder(call: string): string {
  return call.replace(/(?<=\{ ).*?(?= \})/g, names => names.split(', ').sort().join(', '));
}

/** Members that no row names as they are declared, and rows that name none. */
function differences(rows: readonly Row[], members: Map<string, readonly string[]>): string[] {
  const written = rows.map(({ first }) => inOrder(first));
  const allowed = [...members.values()].map(forms => forms.map(inOrder));
  return [
    ...allowed.filter(forms => !forms.some(form => written.includes(form))).map(([form]) => form),
    ...written.filter(call => !allowed.flat().includes(call)),
    ...written.filter((call, index) => written.indexOf(call) !== index)
  ].map(String);
}

function membersOfRuns(): Map<string, readonly string[]> {
  const logging = calls.of('Logging');
  const own = [...calls.of('ActiveRun')].filter(([name]) => !logging.has(name));
  return new Map(own.map(([name, forms]) => [name, forms.map(form => `run.${form}`)]));
}

describe('The tables of the documentation', () => {
  it('name each function of mlflow once, with its arguments', () => {
    assert.deepEqual(differences(functions, calls.of('Mlflow')), []);
  });

  it('name each member of a run that is no logging function', () => {
    assert.deepEqual(differences(ofRun, membersOfRuns()), []);
  });

  it('name each method of MlflowClient once, with its arguments', () => {
    assert.deepEqual(differences(client.rows('here'), calls.of('MlflowClient')), []);
  });

  it('name what is there at run time', () => {
    const { mlflow } = makeKernelParts();
    const names = [...calls.of('Mlflow').keys()].map(name => name.split('.')[0]);
    assert.deepEqual(Object.keys(mlflow).sort(), names.sort());
  });

  it('name each variable of the environment that counts', () => {
    const files = fs.readdirSync(KERNEL, { recursive: true, encoding: 'utf8' });
    const text = files
      .filter(file => file.endsWith('.ts'))
      .map(file => fs.readFileSync(path.join(KERNEL, file), 'utf8'))
      .join('\n');
    const read = new Set(
      [...text.matchAll(/'((?:MLFLOW|AUTOLOG)_[A-Z_]+)'/g)].map(([, name = '']) => name)
    );
    assert.deepEqual(
      [...api.rows('variable').map(({ first }) => first), ...INNER_VARIABLES].sort(),
      [...read].sort()
    );
  });
});

describe('The examples of the documentation', { concurrency: CONCURRENCY }, () => {
  const examples = [...api.examples, ...client.examples];
  const project = new ExampleProject(examples);
  let server: MlflowServer;
  let compiler: string;

  before(async () => {
    [server, compiler] = await Promise.all([startMlflowServer(), project.check()]);
  });

  after(async () => {
    await project.remove();
    await server.stop();
  });

  it('compile', () => {
    assert.equal(compiler, '');
  });

  it('call each function', () => {
    const source = examples.map(example => example.source).join('\n');
    const uncalled = (objects: string, type: string): string[] =>
      [...calls.of(type).keys()].filter(name => {
        const call = new RegExp(`\\b(${objects})\\.${name.replace('.', '\\.')}\\(`);
        return !call.test(source);
      });
    assert.deepEqual(uncalled('mlflow|run', 'Mlflow'), []);
    assert.deepEqual(uncalled('client', 'MlflowClient'), []);
  });

  it('stand beside names that MLflow’s Python has', async () => {
    const names = api.rows('here').flatMap(row => row.names);
    assert.ok(names.includes('start_run'));
    assert.deepEqual(await unknownToMlflow(server, names), []);
  });

  for (const example of examples) {
    it(`print what stands below them: ${example.name}`, async () => {
      const { code, stdout, stderr } = await project.run(example, server.url);
      assert.equal(code, 0, stderr);
      assert.equal(stdout, example.printed);
    });
  }
});
