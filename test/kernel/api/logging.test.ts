import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mlflow } from '../../../src/kernel/api/types/mlflow.js';
import { MlflowArgumentError } from '../../../src/tracking/index.js';
import { makeKernelParts } from '../runs/kernel-parts.js';
import type { KernelParts } from '../runs/kernel-parts.js';

describe('The logging functions', () => {
  /** Each with what it writes. */
  const calls: [
    name: string,
    call: (mlflow: Mlflow) => void,
    written: (parts: KernelParts) => unknown,
    expected: unknown
  ][] = [
    [
      'logMetric',
      m => {
        m.logMetric('loss', 0.5, 3);
      },
      p => p.journal.metric('loss'),
      [[3, 0.5]]
    ],
    [
      'logMetric without a step',
      m => {
        m.logMetric('loss', 0.5);
      },
      p => p.journal.metric('loss'),
      [[0, 0.5]]
    ],
    [
      'logMetric of no number',
      m => {
        m.logMetric('loss', NaN);
      },
      p => p.journal.metric('loss'),
      [[0, NaN]]
    ],
    [
      'logMetrics',
      m => {
        m.logMetrics({ a: 1, b: -Infinity }, 2);
      },
      p => [p.journal.metric('a'), p.journal.metric('b')],
      [[[2, 1]], [[2, -Infinity]]]
    ],
    [
      'logMetrics without a step',
      m => {
        m.logMetrics({ a: 1 });
      },
      p => p.journal.metric('a'),
      [[0, 1]]
    ],
    [
      'logParam',
      m => {
        m.logParam('lr', 0.1);
      },
      p => p.journal.params(),
      { lr: '0.1' }
    ],
    [
      'logParams',
      m => {
        m.logParams({ lr: 0.1, deep: true, why: null, layers: [3, 4] as never });
      },
      p => p.journal.params(),
      { lr: '0.1', deep: 'true', why: 'null', layers: '[3,4]' }
    ],
    [
      'setTag',
      m => {
        m.setTag('stage', 'dev');
      },
      p => p.journal.of('tags')[0]?.tags,
      { stage: 'dev' }
    ],
    [
      'setTags',
      m => {
        m.setTags({ stage: 'dev', fold: 3 });
      },
      p => p.journal.of('tags')[0]?.tags,
      { stage: 'dev', fold: '3' }
    ],
    [
      'logText',
      m => {
        m.logText('found', 'notes/a.md');
      },
      p => [p.journal.of('text')[0]?.path, p.journal.of('text')[0]?.text],
      ['notes/a.md', 'found']
    ]
  ];

  for (const [name, call, written, expected] of calls) {
    describe(name, () => {
      it('logs to the active run', () => {
        const parts = makeKernelParts();
        const { clientRunId } = parts.mlflow.startRun();
        call(parts.mlflow);
        assert.deepEqual(written(parts), expected);
        assert.equal(parts.journal.of('run').length, 1);
        assert.ok(
          parts.journal.records.every(record => 'run' in record && record.run === clientRunId)
        );
      });

      it('starts a run where none is active, which goes on', () => {
        const parts = makeKernelParts();
        call(parts.mlflow);
        assert.deepEqual(written(parts), expected);
        assert.notEqual(parts.mlflow.activeRun(), null);
        call(parts.mlflow);
        assert.equal(parts.journal.of('run').length, 1);
      });

      it('logs to the training that it is called inside', () => {
        const parts = makeKernelParts();
        const { run } = parts.trainings.begin('tfjs')!;
        parts.trainings.open({}, run).within(() => {
          call(parts.mlflow);
        });
        assert.deepEqual(written(parts), expected);
        assert.equal(parts.journal.of('run').length, 1);
      });
    });
  }

  it('work without their object', () => {
    const { mlflow, journal } = makeKernelParts();
    const {
      startRun,
      logMetric,
      logMetrics,
      logParam,
      logParams,
      setTag,
      setTags,
      logText,
      endRun
    } = mlflow;
    startRun();
    logMetric('a', 1);
    logMetrics({ b: 1 });
    logParam('c', 1);
    logParams({ d: 1 });
    setTag('e', 1);
    setTags({ f: 1 });
    logText('g', 'g.txt');
    endRun();
    assert.equal(journal.records.length, 9);
  });

  it('let a param be logged again with the value that it has, and refuse another', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.startRun({ runName: 'mine' });
    mlflow.logParam('lr', 0.1);
    mlflow.logParam('lr', '0.1');
    const before = journal.records.length;
    assert.throws(
      () => {
        mlflow.logParams({ other: 1, lr: 0.2 });
      },
      (error: Error) =>
        error instanceof MlflowArgumentError &&
        error.message.includes('The param "lr" is "0.1" in run mine and can\'t become "0.2"')
    );
    assert.equal(journal.records.length, before);
    mlflow.endRun();
    mlflow.logParam('lr', 0.2);
  });
});

describe('mlflow.logDict', () => {
  it('logs an object as JSON', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logDict({ lr: 0.1, layers: [1, 2] }, 'config/run.yaml');
    const { path, text } = journal.of('text')[0]!;
    assert.equal(path, 'config/run.yaml');
    assert.deepEqual(JSON.parse(text), { lr: 0.1, layers: [1, 2] });
  });

  for (const [what, value] of [
    ['null', null],
    ['a text', 'text'],
    ['a bigint inside', { a: 1n }],
    ['an object that hides itself', { toJSON: () => undefined }]
  ] as const) {
    it(`refuses ${what}, and records nothing`, () => {
      const { mlflow, journal } = makeKernelParts();
      assert.throws(() => {
        mlflow.logDict(value as unknown as object, 'a.json');
      }, MlflowArgumentError);
      assert.deepEqual(journal.records, []);
    });
  }
});
