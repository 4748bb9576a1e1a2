import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MlflowArgumentError } from '../../../src/tracking/index.js';
import { makeKernelParts } from '../runs/kernel-parts.js';
import { FakeLookup, nobody } from './fake-lookup.js';
import { fakeServers } from './fake-servers.js';
import { anything, itRefuses } from './refused-call.js';

const flowers = { state: 'active', found: { id: '7', name: 'flowers' } } as const;
const lookup = new FakeLookup(
  {},
  { 7: flowers, flowers, 8: { state: 'deleted' }, old: { state: 'deleted' } }
);

describe('mlflow.setExperiment', () => {
  it('sends runs that start later to the experiment of the name', () => {
    const { mlflow, journal } = makeKernelParts({ lookup });
    const run = mlflow.startRun();
    assert.deepEqual(mlflow.setExperiment('flowers'), { name: 'flowers', experimentId: '7' });
    assert.deepEqual(mlflow.setExperiment('new'), { name: 'new', experimentId: null });
    run.logMetric('a', 1);
    mlflow.endRun();
    mlflow.startRun();
    assert.deepEqual(
      journal
        .of('run')
        .map(({ experiment, experimentId, isChosen }) => [experiment, experimentId, isChosen]),
      [
        ['iris', undefined, undefined],
        ['new', undefined, true]
      ]
    );
  });

  it('takes MLflow’s id', () => {
    const { mlflow, journal } = makeKernelParts({ lookup });
    assert.deepEqual(mlflow.setExperiment({ experimentId: '7' }), {
      name: 'flowers',
      experimentId: '7'
    });
    mlflow.startRun();
    const [record] = journal.of('run');
    assert.deepEqual([record?.experiment, record?.experimentId], ['flowers', '7']);
  });

  it('goes before MLFLOW_EXPERIMENT_NAME, which goes before MLFLOW_EXPERIMENT_ID', () => {
    const environment = { MLFLOW_EXPERIMENT_NAME: 'named', MLFLOW_EXPERIMENT_ID: '9' };
    const { mlflow, journal } = makeKernelParts({ lookup, environment });
    mlflow.withRun(() => undefined);
    mlflow.setExperiment('new');
    mlflow.withRun(() => undefined);
    assert.deepEqual(
      journal.of('run').map(({ experiment }) => experiment),
      ['named', 'new']
    );
    const byId = makeKernelParts({ lookup, environment: { MLFLOW_EXPERIMENT_ID: '9' } });
    byId.mlflow.startRun();
    assert.equal(byId.journal.of('run')[0]?.experimentId, '9');
  });

  it('goes on where the server can’t be asked', () => {
    const { mlflow } = makeKernelParts({ lookup: nobody() });
    assert.deepEqual(mlflow.setExperiment('x'), { name: 'x', experimentId: null });
    assert.equal(mlflow.setExperiment({ experimentId: '3' }).experimentId, '3');
  });

  it('changes nothing where it refuses', () => {
    const { mlflow, journal } = makeKernelParts({ lookup });
    assert.throws(() => mlflow.setExperiment('old'), MlflowArgumentError);
    mlflow.startRun();
    assert.equal(journal.of('run')[0]?.experiment, 'iris');
  });

  itRefuses(
    [
      ['no name', m => m.setExperiment(''), /experiment name "" is empty/],
      ['a name too long', m => m.setExperiment('x'.repeat(501)), /longer than 500/],
      [
        'the name of a deleted one',
        m => m.setExperiment('old'),
        /"old" is deleted, and keeps its name.*mlflow\.restoreExperiment, or take another/
      ],
      ['a deleted one', m => m.setExperiment({ experimentId: '8' }), /experiment 8 is deleted/],
      ['one that is not there', m => m.setExperiment({ experimentId: '9' }), /no experiment 9/],
      [
        'an id that is none',
        m => m.setExperiment({ experimentId: anything(7) }),
        /takes the name of an experiment, or \{ experimentId \} with its id as a string/
      ],
      ['nothing', m => m.setExperiment(anything(null)), /object of \{ experimentId \}/]
    ],
    { lookup }
  );
});

describe('mlflow.setExperimentTags', () => {
  it('tags the experiment that runs go to', async () => {
    const servers = fakeServers();
    const { mlflow } = makeKernelParts({ lookup, servers });
    mlflow.setExperiment({ experimentId: '7' });
    await mlflow.setExperimentTags({ team: 'a', year: 2026 });
    assert.deepEqual(servers.requests, [
      'POST experiments/set-experiment-tag',
      'POST experiments/set-experiment-tag'
    ]);
  });

  it('refuses bad tags, and asks nothing', async () => {
    const servers = fakeServers();
    const { mlflow } = makeKernelParts({ servers });
    await assert.rejects(mlflow.setExperimentTag('a?', 1), /holds "\?"/);
    await assert.rejects(mlflow.setExperimentTags(anything(null)), MlflowArgumentError);
    assert.deepEqual(servers.requests, []);
  });
});
