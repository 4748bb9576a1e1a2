import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeKernelParts } from '../runs/kernel-parts.js';
import { anything, itRefuses } from './refused-call.js';

describe('The options of a metric', () => {
  it('are step, time, dataset and model', () => {
    const { mlflow, journal } = makeKernelParts();
    const dataset = { name: 'iris', digest: 'abc' };
    mlflow.logMetric('loss', 0.5, { step: 3, timestamp: 1000, dataset, modelId: 'm-1' });
    const [record] = journal.of('metric');
    assert.deepEqual(
      { ...record, run: '' },
      {
        ...{ type: 'metric', run: '', key: 'loss', value: 0.5, step: 3, time: 1000 },
        ...{ modelId: 'm-1', dataset }
      }
    );
  });

  it('are step 0 and now where they are left out', () => {
    const { mlflow, journal } = makeKernelParts();
    const before = Date.now();
    mlflow.logMetric('loss', NaN, {});
    const [{ step, time, value, modelId, dataset }] = journal.of('metric') as [never];
    assert.deepEqual([step, value, modelId, dataset], [0, 'NaN', undefined, undefined]);
    assert.ok(before <= time && time <= Date.now());
  });

  it('hold for all metrics of a call, at one moment', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logMetrics({ a: 1, b: -Infinity }, { step: 2, modelId: 'm-1' });
    const [a, b] = journal.of('metric');
    assert.deepEqual([a?.step, b?.step, a?.modelId, b?.modelId], [2, 2, 'm-1', 'm-1']);
    assert.equal(a?.time, b?.time);
    assert.equal(b?.value, '-Infinity');
  });

  it('take what logInput returned', () => {
    const { mlflow, journal } = makeKernelParts();
    const dataset = mlflow.logInput({ name: 'iris', data: [{ a: 1 }] });
    mlflow.logMetric('loss', 1, { dataset });
    assert.deepEqual(journal.of('metric')[0]?.dataset, dataset);
  });

  itRefuses([
    ['options that are none', m => m.logMetric('a', 1, anything('3')), /object of options.*"3"/],
    ['null for a step', m => m.logMetric('a', 1, anything(null)), /object of options.*null/],
    [
      'a fractional step',
      m => m.logMetric('a', 1, { step: 0.5 }),
      /the step number 0\.5\. Steps are whole/
    ],
    [
      'a time that is no whole number',
      m => m.logMetric('a', 1, { timestamp: 0.5 }),
      /the timestamp 0\.5: give whole milliseconds since 1970, as Date\.now\(\)/
    ],
    ['a time before 1970', m => m.logMetric('a', 1, { timestamp: -1 }), /the timestamp -1/],
    [
      'a date for a time',
      m => m.logMetric('a', 1, { timestamp: anything(new Date(0)) }),
      /give whole milliseconds/
    ],
    [
      'a model that has no id of MLflow',
      m => m.logMetric('a', 1, { modelId: 'models:/x' }),
      /the modelId "models:\/x": give MLflow's id of a logged model/
    ],
    [
      'a dataset without a digest',
      m => m.logMetric('a', 1, { dataset: anything({ name: 'iris' }) }),
      /dataset without name and digest: give what logInput returned/
    ],
    ['no dataset for one', m => m.logMetric('a', 1, { dataset: anything(null) }), /dataset without/]
  ]);
});

describe('mlflow.logBatch', () => {
  it('logs metrics, params and tags to one run', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logBatch({
      metrics: [
        { key: 'loss', value: 0.5, step: 1, timestamp: 7 },
        { key: 'loss', value: 0.4, step: 2, timestamp: 8 },
        { key: 'acc', value: 1 }
      ],
      params: { lr: 0.1 },
      tags: { stage: 'dev' }
    });
    assert.equal(journal.of('run').length, 1);
    assert.deepEqual(journal.metric('loss'), [
      [1, 0.5],
      [2, 0.4]
    ]);
    assert.deepEqual(
      journal.of('metric').map(({ time }) => time < 10),
      [true, true, false]
    );
    assert.deepEqual(journal.params(), { lr: '0.1' });
    assert.equal(journal.tags()['stage'], 'dev');
  });

  it('writes no empty records', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.startRun();
    mlflow.logBatch({});
    mlflow.logParams({});
    mlflow.setTags({});
    mlflow.logMetrics({});
    assert.deepEqual(
      journal.records.map(({ type }) => type),
      ['run']
    );
  });

  const bad = anything('x');
  itRefuses([
    ['no batch', m => m.logBatch(anything(null)), /object of a batch.*null/],
    [
      'metrics by key',
      m => m.logBatch({ metrics: anything({ loss: 1 }) }),
      /a list of \{ key, value, step \}; logMetrics takes them by key/
    ],
    ['a metric that is none', m => m.logBatch({ metrics: [anything(5)] }), /object of a metric/],
    [
      'one bad metric among good ones',
      m =>
        m.logBatch({
          metrics: [
            { key: 'a', value: 1 },
            { key: 'b', value: bad }
          ]
        }),
      /"b" was given "x"\. Metrics are numbers/
    ],
    [
      'a bad param beside good metrics',
      m => m.logBatch({ metrics: [{ key: 'a', value: 1 }], params: { 'b?': 1 } }),
      /param name "b\?" holds "\?"/
    ],
    [
      'a bad tag beside good params',
      m => m.logBatch({ params: { a: 1 }, tags: { b: anything(undefined) } }),
      /tag "b" was given undefined/
    ]
  ]);

  it('refuses another value of a param, and records nothing of the batch', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logParam('lr', 1);
    const { length } = journal.records;
    assert.throws(
      () => mlflow.logBatch({ metrics: [{ key: 'a', value: 1 }], params: { lr: 2 } }),
      /The param "lr" is "1" in run .* can't become "2": MLflow never changes a param/
    );
    assert.equal(journal.records.length, length);
  });
});

describe('mlflow.deleteTag', () => {
  it('takes a tag away in the order of the calls', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.setTag('stage', 'dev');
    mlflow.deleteTag('stage');
    mlflow.setTag('stage', 'prod');
    assert.deepEqual(
      journal.records.map(({ type }) => type),
      ['run', 'tags', 'untag', 'tags']
    );
    assert.equal(journal.of('untag')[0]?.key, 'stage');
  });

  itRefuses([
    ['no key', m => m.deleteTag(''), /tag name "" is empty/],
    ['a key that is none', m => m.deleteTag(anything(5)), /is a number, not a text/]
  ]);
});
