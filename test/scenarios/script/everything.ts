import assert from 'node:assert/strict';
import type { WholeRun } from './read-artifacts.js';

/** A program that logs by every function, of the run and of `mlflow`, and reads it back. */
export const EVERYTHING = `
async function main() {
  const { writeFileSync, mkdirSync, readFileSync } = require('node:fs');
  mkdirSync('out/deep', { recursive: true });
  writeFileSync('out/a.txt', 'a');
  writeFileSync('out/deep/größe 1.bin', Uint8Array.of(0, 255));
  writeFileSync('out/empty', '');
  writeFileSync('weights.bin', Buffer.alloc(9 * 1024 * 1024, 7));

  const run = mlflow.startRun({ runName: 'everything', tags: { start: 1 }, description: '# Why' });
  mlflow.logParam('lr', 0.1);
  mlflow.logParams({ größe: 3n, deep: true, nothing: null });
  const dataset = mlflow.logInput({ name: 'iris', data: [{ a: 1, b: 'x' }] }, { context: 'train', tags: { fold: 2 } });
  mlflow.logInputs([{ name: 'one', digest: '1' }, { name: 'two', digest: '2' }]);
  mlflow.logMetric('loss', 0.5, 1);
  mlflow.logMetric('loss', NaN, { step: 2, timestamp: 1000, dataset });
  mlflow.logMetrics({ acc: 0.5, f1: 1 }, 3);
  mlflow.logBatch({ metrics: [{ key: 'batch', value: 1, step: 4 }], params: { batch: 1 }, tags: { batch: 1 } });
  mlflow.setTag('stage', 'dev');
  mlflow.setTags({ gone: 1, back: 1 });
  mlflow.deleteTag('gone');
  mlflow.deleteTag('back');
  mlflow.deleteTag('never');
  mlflow.setTag('back', 2);
  mlflow.logText('found ✓', 'notes/a.md');
  mlflow.logText('', 'notes/empty.txt');
  mlflow.logDict({ lr: 0.1 }, 'config.yaml');
  mlflow.logTable({ q: ['a', 'b'], 'ü': [1, null] }, 'eval/t.json');
  mlflow.logTable([{ q: 'c', more: 'yes' }], 'eval/t.json');
  mlflow.logFigure('<svg xmlns="http://www.w3.org/2000/svg"/>', 'plots/a.svg');
  const data = new Uint8Array(600 * 300 * 3).fill(200);
  mlflow.logImage({ data, width: 600, height: 300 }, 'plots/a.png');
  mlflow.logImage({ data, width: 600, height: 300 }, { key: 'seen', step: 3, timestamp: 1000 });
  run.logArtifact('weights.bin', 'model');
  run.logArtifacts('out', 'all');
  writeFileSync('out/a.txt', 'changed');
  mlflow.withRun({ runName: 'child', nested: true }, child => child.logMetric('inner', 1));

  // Each of these sees what was logged just before.
  mlflow.logMetric('late', 1);
  const read = await mlflow.getRun(run.clientRunId);
  mlflow.logMetric('later', 2);
  const [found] = await mlflow.searchRuns({ filterString: 'metrics.later = 2' }).toArray();
  mlflow.logTable([{ q: 'd' }], 'eval/t.json');
  const table = await mlflow.loadTable('eval/t.json', { extraColumns: ['runName'] });
  const text = await mlflow.loadText('notes/a.md');
  const dict = await mlflow.loadDict({ runId: run.runId, artifactPath: 'config.yaml' });
  const folder = await mlflow.downloadArtifacts({ artifactPath: 'all', dstPath: 'downloaded/here' });
  const parent = await mlflow.getParentRun((await mlflow.searchRuns({ filterString: "attributes.run_name = 'child'" }).toArray())[0].info.runId);
  mlflow.endRun();
  const { refused } = await mlflow.flush();
  console.log(JSON.stringify({
    late: read.data.metrics.late, found: found.info.runId, runId: run.runId, parent: parent.info.runId,
    table, text, dict, downloaded: readFileSync(folder + '/deep/größe 1.bin', 'latin1'), refused
  }));
}
main();
`;

/** What the program printed, and what the server has then. */
export function checkEverything(
  printed: unknown,
  [run, child, ...others]: readonly WholeRun[]
): void {
  assert.ok(run !== undefined && child !== undefined);
  assert.deepEqual(others, []);
  const { runId } = run;
  const rows = [
    { q: 'a', ü: 1, more: null },
    { q: 'b', ü: null, more: null },
    { q: 'c', ü: null, more: 'yes' },
    { q: 'd', ü: null, more: null }
  ];
  assert.deepEqual(printed, {
    ...{ late: 1, found: runId, runId, parent: runId, refused: 0 },
    table: rows.map(row => ({ ...row, runName: 'everything' })),
    ...{ text: 'found ✓', dict: { lr: 0.1 }, downloaded: '\0ÿ' }
  });
  assert.deepEqual([run.name, run.status], ['everything', 'FINISHED']);
  const params = { lr: '0.1', größe: '3', deep: 'true', nothing: 'null', batch: '1' };
  assert.deepEqual(run.params, params);
  const { tags } = run;
  const own = ['start', 'batch', 'stage', 'gone', 'back', 'never', 'mlflow.note.content'];
  assert.deepEqual(
    own.map(key => tags[key]),
    ['1', '1', 'dev', undefined, '2', undefined, '# Why']
  );
  assert.deepEqual(
    ['mlflow.source.type', 'mlflow.loggedImages'].map(key => tags[key]),
    ['LOCAL', 'True']
  );
  assert.match(tags['mlflow.source.name'] ?? '', /everything\.(cjs|mjs)$/);
  assert.deepEqual(
    run.metrics.map(([key, value, step]) => [key, value, step]),
    [
      ['acc', 0.5, 3],
      ['batch', 1, 4],
      ['f1', 1, 3],
      ['late', 1, 0],
      ['later', 2, 0],
      ['loss', 0.5, 1],
      ['loss', 'nan', 2]
    ]
  );
  assert.equal(run.metrics.at(-1)?.[3], 1000);
  assert.deepEqual(run.tables, { 'eval/t.json': rows });
  checkDatasets(run);
  checkFiles(run);
  assert.deepEqual(
    [child.name, child.status, child.tags['mlflow.parentRunId']],
    ['child', 'FINISHED', runId]
  );
}

function checkDatasets({ datasets }: WholeRun): void {
  const byName = Object.fromEntries(datasets.map(one => [String(one['name']), one]));
  assert.deepEqual(Object.keys(byName).sort(), ['iris', 'one', 'two']);
  assert.deepEqual(byName['iris']?.['tags'], { 'mlflow.data.context': 'train', fold: '2' });
  assert.deepEqual(JSON.parse(String(byName['iris']['profile'])), {
    num_rows: 1,
    num_elements: 2
  });
  assert.equal(byName['one']?.['sourceType'], 'code');
}

function checkFiles({ artifacts, images }: WholeRun): void {
  const text = (path: string): string => Buffer.from(artifacts[path] ?? '?', 'base64').toString();
  assert.deepEqual(['notes/a.md', 'notes/empty.txt', 'all/a.txt', 'all/empty'].map(text), [
    'found ✓',
    '',
    'a',
    ''
  ]);
  assert.equal(artifacts['all/deep/größe 1.bin'], 'AP8=');
  const weights = Buffer.from(artifacts['model/weights.bin'] ?? '', 'base64');
  assert.ok(weights.equals(Buffer.alloc(9 * 1024 * 1024, 7)));
  const small = Object.keys(images).find(path => path.endsWith('+compressed.png')) ?? '';
  assert.match(small, /^images\/seen\+step\+3\+timestamp\+1000\+/);
  const pixel = [200, 200, 200];
  assert.deepEqual(images, {
    'plots/a.png': [600, 300, 'RGB', pixel],
    [small]: [256, 128, 'RGB', pixel],
    [small.replace('+compressed', '')]: [600, 300, 'RGB', pixel]
  });
  const rest = ['config.yaml', 'eval/t.json', 'plots/a.svg'];
  assert.deepEqual(
    rest.filter(path => path in artifacts),
    rest
  );
  assert.equal(Object.keys(artifacts).length, 12);
}
