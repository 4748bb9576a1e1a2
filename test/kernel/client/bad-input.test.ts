import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { MlflowClient } from '../../../src/kernel/client/mlflow-client.js';
import { json } from '../../tracking/fault-server.js';
import { startFaultClient, type FaultClient } from './fault-client.js';

/** What TypeScript forbids and JavaScript hands in all the same. */
const untyped = (value: unknown): never => value as never;

type Case = readonly [what: string, call: (client: MlflowClient) => unknown, message: RegExp];

const NUMBERS: readonly Case[] = [
  ['a metric that is a text', c => c.logMetric('r', 'm', untyped('1')), /"m" was given "1"/],
  ['a fractional step', c => c.logMetric('r', 'm', 1, { step: 1.5 }), /step .*1\.5.*whole/],
  [
    'a time before the epoch',
    c => c.logMetric('r', 'm', 1, { timestamp: -1 }),
    /milliseconds .*-1/
  ],
  ['a time that is none', c => c.createRun('1', { startTime: NaN }), /startTime .*NaN/],
  [
    'an end that is a text',
    c => c.setTerminated('r', { endTime: untyped('now') }),
    /endTime .*now/
  ],
  ['half a page', c => c.searchRuns('1', { pageSize: 0.5 }), /pageSize .*0\.5/],
  ['no results', c => c.searchExperiments({ maxResults: 0 }), /maxResults .*from 1.*0/],
  ['a version 0', c => c.getModelVersion('n', 0), /version is a number from 1.*"0"/],
  ['a version that is a word', c => c.deleteModelVersion('n', 'latest'), /"latest"/],
  ['a negative wait', c => c.createModelVersion('n', 's', { awaitCreationFor: -1 }), /seconds.*-1/],
  ['a fractional step of a model', c => c.logOutputs('r', [{ modelId: 'm-1', step: 0.5 }]), /0\.5/]
];

const NAMES: readonly Case[] = [
  ['an experiment without a name', c => c.createExperiment(''), /experiment name "" is empty/],
  ['a name that is no text', c => c.getExperimentByName(untyped(5)), /is a number/],
  ['a new name without letters', c => c.renameExperiment('1', ''), /is empty/],
  ['a run name too long', c => c.createRun('1', { runName: 'x'.repeat(251) }), /longer than 250/],
  [
    'a run name too long later',
    c => c.updateRun('r', { name: '😀'.repeat(251) }),
    /longer than 250/
  ],
  ['a metric with a sign', c => c.logMetric('r', 'a@b', 1), /holds "@"; allowed are/],
  ['a param with dots', c => c.logParam('r', '../x', 1), /starts with '\.\.'/],
  ['a tag too long', c => c.setTag('r', 'k'.repeat(251), 1), /longer than 250/],
  ['a history of no name', c => c.getMetricHistory('r', ''), /is empty/],
  ['a model with a slash', c => c.createLoggedModel('1', { name: 'a/b' }), /holds "\/"/],
  ['a registered name with a colon', c => c.createRegisteredModel('a:b'), /holds ":"/],
  ['an alias like a version', c => c.setRegisteredModelAlias('n', 'v1', 1), /reserved/],
  ["a model's tag with a slash", c => c.deleteLoggedModelTag('m-1', 'a/b'), /slash.*empty text/]
];

const IDS: readonly Case[] = [
  ['a run id that leads elsewhere', c => c.getRun('../x'), /run id must be letters/],
  ['no run id', c => c.setTag('', 'a', 'b'), /run id must be letters/],
  ['an experiment id that is none', c => c.deleteExperiment(untyped(undefined)), /experiment id/],
  ['a search in no experiment', c => c.searchRuns([]), /names no experiment/],
  ['a search in a wrong experiment', c => c.searchRuns(['1', 'a b']), /experiment id .*"a b"/],
  ['models of no experiment', c => c.searchLoggedModels([]), /names no experiment/],
  ['a model id that leads elsewhere', c => c.getLoggedModel('a/b'), /model id must be/]
];

const WORDS: readonly Case[] = [
  ['an unknown state', c => c.setTerminated('r', { status: untyped('DONE') }), /"DONE".*FINISHED/],
  ['an unknown view', c => c.searchRuns('1', { runViewType: untyped('active') }), /"active".*ALL/],
  [
    'an unknown view of experiments',
    c => c.searchExperiments({ viewType: untyped(1) }),
    /view type/
  ],
  ['an end that is none', c => c.finalizeLoggedModel('m-1', untyped('PENDING')), /READY or FAILED/],
  [
    'an unknown stage',
    c => c.transitionModelVersionStage('n', 1, untyped('Live')),
    /"Live".*Staging/
  ],
  ['an unknown stage to look at', c => c.getLatestVersions('n', [untyped('x')]), /"x".*Staging/],
  [
    'archiving what is not active',
    c => c.transitionModelVersionStage('n', 1, 'None', { archiveExistingVersions: true }),
    /Only a move to Staging or Production/
  ],
  ['a copy of a run', c => c.copyModelVersion('runs:/r/model', 'n'), /names no registered version/],
  ['a copy of a logged model', c => c.copyModelVersion('models:/m-1', 'n'), /createModelVersion/],
  ['a copy of no version', c => c.copyModelVersion('models:/n/', 'm'), /NAME\/VERSION/],
  ['a copy of an unknown stage', c => c.copyModelVersion('models:/n/live', 'm'), /NAME\/STAGE/]
];

const SHAPES: readonly Case[] = [
  [
    'a tag that is a function',
    c =>
      c.setTag(
        'r',
        'k',
        untyped(() => 1)
      ),
    /"k" was given function/
  ],
  ['tags that are a list', c => c.createRun('1', { tags: untyped([]) }), /object of tags by key/],
  [
    'options that are a text',
    c => c.searchRuns('1', untyped('metrics.m > 1')),
    /object of options/
  ],
  [
    'a filter that is an object',
    c => c.searchRuns('1', { filterString: untyped({}) }),
    /filterString/
  ],
  [
    'an order that is a text',
    c => c.searchRuns('1', { orderBy: untyped('m') }),
    /orderBy is a list/
  ],
  [
    'an order of models that is a text',
    c => c.searchLoggedModels('1', { orderBy: untyped('m') }),
    /list/
  ],
  [
    'a digest without its dataset',
    c => c.searchLoggedModels('1', { orderBy: [{ fieldName: 'metrics.m', datasetDigest: 'd' }] }),
    /datasetDigest without its datasetName/
  ],
  [
    'a dataset without its digest',
    c => c.searchLoggedModels('1', { datasets: [untyped({ datasetName: 'd' })] }),
    /both its datasetName and its datasetDigest/
  ],
  ['half a dataset of a metric', c => c.logMetric('r', 'm', 1, { datasetName: 'd' }), /no digest/],
  ['no change of a run', c => c.updateRun('r', {}), /nothing to change/],
  ['no description', c => c.updateModelVersion('n', 1, untyped({})), /nothing to change/],
  ['no source', c => c.createModelVersion('n', ''), /needs a source/],
  [
    'inputs that are no list',
    c => c.logInputs('r', { datasets: untyped({}) }),
    /datasets must be a list/
  ],
  [
    'a dataset without its parts',
    c => c.logInputs('r', { datasets: [untyped({ dataset: { name: 'd' }, tags: [] })] }),
    /needs a digest/
  ],
  [
    'a digest too long',
    c =>
      c.logInputs('r', {
        datasets: [
          {
            dataset: { name: 'd', digest: 'x'.repeat(37), sourceType: 'code', source: '' },
            tags: []
          }
        ]
      }),
    /digest of a dataset is longer than 36/
  ]
];

const FILES: readonly Case[] = [
  ['a text that is none', c => c.logText('r', untyped({}), 'a.txt'), /logText takes a string/],
  ['an object without JSON', c => c.logDict('r', { a: 1n }, 'a.json'), /no JSON form/],
  ['a way out', c => c.logText('r', 'x', '../a.txt'), /has the part '\.\.'/],
  ['a way out for a file', c => c.logArtifact('r', __filename, '..'), /has the part '\.\.'/],
  ['a way out for a folder', c => c.logArtifacts('r', __dirname, '/a'), /starts with '\/'/],
  ['a way out when listing', c => c.listArtifacts('r', '..'), /has the part '\.\.'/],
  ['a way out when downloading', c => c.downloadArtifacts('r', 'a/../../b'), /has the part '\.\.'/],
  ['no file', c => c.logArtifact('r', ''), /must be a string/],
  ['a download to no folder', c => c.downloadArtifacts('r', 'a', '/no/such'), /There is no folder/]
];

const BATCHES: readonly Case[] = [
  [
    'one bad metric among many',
    c => {
      const good = Array.from({ length: 1500 }, (_, step) => ({
        key: 'm',
        value: 1,
        step,
        timestamp: 1
      }));
      return c.logBatch('r', {
        metrics: [...good, { key: 'a@b', value: 1, step: 0, timestamp: 1 }]
      });
    },
    /holds "@"/
  ],
  [
    'one bad model among many metrics',
    c => {
      const good = Array.from({ length: 1500 }, (_, step) => ({
        key: 'm',
        value: 1,
        step,
        timestamp: 1
      }));
      const bad = { key: 'm', value: 1, step: 0, timestamp: 1, modelId: '../x' };
      return c.logBatch('r', { metrics: [...good, bad] });
    },
    /model id of a metric .*"\.\.\/x"/
  ],
  [
    'a param with two values',
    c =>
      c.logBatch('r', {
        params: [
          { key: 'p', value: '1' },
          { key: 'p', value: '2' }
        ]
      }),
    /"p" stands in the batch twice, as "1" and as "2"/
  ],
  [
    'a metric without its time',
    c => c.logBatch('r', { metrics: [untyped({ key: 'm', value: 1, step: 0 })] }),
    /"m" of the batch has no timestamp/
  ],
  [
    'a batch of texts',
    c => c.logBatch('r', { tags: untyped(['a']) }),
    /tags must be a list of objects/
  ],
  ['no batch', c => c.logBatch('r', untyped(undefined)), /object of entities/],
  [
    'a bad param beyond the first hundred',
    c => {
      const pairs = Array.from({ length: 120 }, (_, i) => [`p${i}`, i] as const);
      return c.createLoggedModel('1', { params: { ...Object.fromEntries(pairs), 'a@b': 1 } });
    },
    /holds "@"/
  ]
];

describe('MlflowClient refuses, before anything is sent,', () => {
  let fault: FaultClient;
  before(async () => {
    fault = await startFaultClient([json({})]);
  });
  after(() => fault.server.stop());

  for (const [what, call, message] of [NUMBERS, NAMES, IDS, WORDS, SHAPES, FILES, BATCHES].flat()) {
    it(what, async () => {
      const outcome = async (): Promise<unknown> => call(fault.client);
      await assert.rejects(outcome, { name: 'MlflowArgumentError', message });
      assert.equal(fault.server.seen.length, 0);
    });
  }

  it('what can not be searched for at the call, not in the loop', () => {
    assert.throws(() => fault.client.searchRuns([]), { name: 'MlflowArgumentError' });
    assert.throws(() => fault.client.searchExperiments({ viewType: untyped('x') }), {
      name: 'MlflowArgumentError'
    });
    assert.throws(() => fault.client.searchRuns('a b'), { name: 'MlflowArgumentError' });
  });
});
