import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mlflow } from '../../../src/kernel/api/types/mlflow.js';
import { MlflowArgumentError } from '../../../src/tracking/index.js';
import { makeKernelParts } from '../runs/kernel-parts.js';
import { fakeServers } from './fake-servers.js';
import { anything, itRefuses } from './refused-call.js';

describe('mlflow.searchRuns', () => {
  itRefuses([
    ['options that are none', m => m.searchRuns(anything('x')), /object of options/],
    [
      'a filter that is none',
      m => m.searchRuns({ filterString: anything(5) }),
      /filterString must be a string/
    ],
    [
      'an order that is no list',
      m => m.searchRuns({ orderBy: anything('loss') }),
      /orderBy is a list of columns, as in \["metrics\.loss ASC"\]/
    ],
    ['no results', m => m.searchRuns({ maxResults: 0 }), /maxResults is a whole number from 1/],
    ['half a page', m => m.searchRuns({ pageSize: 0.5 }), /pageSize is a whole number from 1/],
    ['no experiment', m => m.searchRuns({ experimentIds: [] }), /names no experiment/],
    [
      'an experiment that is no list',
      m => m.searchRuns({ experimentIds: anything('7') }),
      /experimentIds must be a list of strings, but was given "7"/
    ],
    [
      'names that are none',
      m => m.searchRuns({ experimentNames: anything([7]) }),
      /experimentNames must be a list of strings/
    ],
    [
      'ids and names together',
      m => m.searchRuns({ experimentIds: ['7'], experimentNames: ['x'] }),
      /Give either experimentIds or experimentNames/
    ]
  ]);

  it('finds nothing in experiments that are not there', async () => {
    const servers = fakeServers();
    const { mlflow } = makeKernelParts({ servers });
    assert.deepEqual(await mlflow.searchRuns({ experimentNames: [] }).toArray(), []);
    assert.deepEqual(servers.requests, []);
  });

  it('gives runs as rows with the same columns', async () => {
    const run = (id: string, data: object): object => ({
      info: {
        run_id: id,
        run_name: id,
        experiment_id: '7',
        status: 'FINISHED',
        start_time: 1,
        artifact_uri: 'mlflow-artifacts:/7',
        lifecycle_stage: 'active'
      },
      data
    });
    const servers = fakeServers(() => ({
      runs: [
        run('a', { metrics: [{ key: 'loss', value: 0.5, timestamp: 1, step: 0 }] }),
        run('b', { params: [{ key: 'lr', value: '0.1' }] })
      ]
    }));
    const { mlflow } = makeKernelParts({ servers });
    const found = mlflow.searchRuns({ experimentIds: ['7'] });
    const common = {
      ...{ experimentId: '7', status: 'FINISHED', startTime: 1, endTime: null },
      artifactUri: 'mlflow-artifacts:/7'
    };
    assert.deepEqual(await found.table(), [
      { runId: 'a', runName: 'a', ...common, 'metrics.loss': 0.5, 'params.lr': null },
      { runId: 'b', runName: 'b', ...common, 'metrics.loss': null, 'params.lr': '0.1' }
    ]);
    const ids: string[] = [];
    for await (const { info } of found) {
      ids.push(info.runId);
    }
    assert.deepEqual(ids, ['a', 'b']);
  });
});

describe('What is asked of artifacts and tables', () => {
  const calls: [what: string, call: (mlflow: Mlflow) => Promise<unknown>, words: RegExp][] = [
    ['options that are none', m => m.downloadArtifacts(anything('x')), /object of options/],
    [
      'two places at once',
      m => m.downloadArtifacts({ artifactUri: 'runs:/a/b', runId: 'a' }),
      /Give either artifactUri, or runId and artifactPath, not both/
    ],
    [
      'no place and no run',
      m => m.downloadArtifacts({ artifactPath: 'a' }),
      /No run was started here, so name one/
    ],
    [
      'files of something else',
      m => m.loadText('models:/m-1/MLmodel'),
      /is no artifact of a run: give runs:\/RUN_ID\/PATH/
    ],
    ['a folder that is none', m => m.downloadArtifacts({ dstPath: anything(5) }), /dstPath must/],
    ['a path that is none', m => m.loadText(anything(5)), /object of a run and a path/],
    ['a path without a run', m => m.loadDict('a.json'), /No run was started here/],
    ['a table of another kind', m => m.loadTable('t.csv'), /must end in \.json/],
    [
      'runs that are no list',
      m => m.loadTable('t.json', { runIds: anything('a') }),
      /runIds must be a list of strings, but was given "a"/
    ],
    [
      'columns that are no list',
      m => m.loadTable('t.json', { extraColumns: anything('runId') }),
      /extraColumns must be a list of strings/
    ]
  ];
  for (const [what, call, words] of calls) {
    it(`is refused by a rejection: ${what}`, async () => {
      const servers = fakeServers();
      const { mlflow } = makeKernelParts({ servers });
      await assert.rejects(
        async () => call(mlflow),
        (error: unknown) => {
          assert.ok(error instanceof MlflowArgumentError, String(error));
          assert.match(error.message, words);
          return true;
        }
      );
      assert.deepEqual(servers.requests, []);
    });
  }
});
