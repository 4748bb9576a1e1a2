import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mlflow } from '../../../src/kernel/api/types/mlflow.js';
import { MlflowArgumentError } from '../../../src/tracking/index.js';
import { makeKernelParts } from '../runs/kernel-parts.js';

describe('What MLflow would refuse', () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  /** Untyped programs may give anything. */
  const anything = (value: unknown): never => value as never;
  const calls: [what: string, call: (mlflow: Mlflow) => unknown, words: RegExp][] = [
    [
      'a metric that is a text',
      m => {
        m.logMetric('loss', anything('0.5'));
      },
      /"loss" was given "0\.5"\. Metrics are numbers/
    ],
    [
      'a metric that is missing',
      m => {
        m.logMetric('loss', anything(undefined));
      },
      /"loss" was given undefined/
    ],
    [
      'a metric that is a bigint',
      m => {
        m.logMetric('loss', anything(5n));
      },
      /"loss" was given bigint 5/
    ],
    [
      'a tag with a NUL',
      m => {
        m.setTag('stage', 'a\0b');
      },
      /"stage" holds a character that MLflow can't keep/
    ],
    [
      'a param with half of a surrogate pair',
      m => {
        m.logParam('name', 'otter \ud83e');
      },
      /"name" holds a character that MLflow can't keep/
    ],
    [
      'a step that is no whole number',
      m => {
        m.logMetric('loss', 1, 0.5);
      },
      /step number 0\.5\. Steps are whole numbers/
    ],
    [
      'a step beyond what a number holds',
      m => {
        m.logMetric('loss', 1, 2 ** 53);
      },
      /Steps are whole numbers/
    ],
    [
      'a metric without a name',
      m => {
        m.logMetric('', 1);
      },
      /metric name "" is empty/
    ],
    [
      'a metric name with a sign',
      m => {
        m.logMetric('top@5', 1);
      },
      /holds "@"/
    ],
    [
      'a name that is none',
      m => {
        m.logMetric(anything(5), 1);
      },
      /is a number, not a text/
    ],
    [
      'a name too long',
      m => {
        m.logMetric('x'.repeat(251), 1);
      },
      /longer than 250/
    ],
    [
      'one bad metric among good ones',
      m => {
        m.logMetrics({ good: 1, bad: anything('x') });
      },
      /"bad" was given "x"/
    ],
    [
      'metrics that are no object',
      m => {
        m.logMetrics(anything(null));
      },
      /object of metrics by key.*given null/
    ],
    [
      'metrics in a list',
      m => {
        m.logMetrics(anything([1]));
      },
      /object of metrics by key/
    ],
    [
      'params that are no object',
      m => {
        m.logParams(anything('lr'));
      },
      /object of params by key.*given "lr"/
    ],
    [
      'one bad param among good ones',
      m => {
        m.logParams({ good: 1, 'bad?': 2 });
      },
      /holds "\?"/
    ],
    [
      'a param that is a function',
      m => {
        m.logParam(
          'f',
          anything(() => 1)
        );
      },
      /param "f" was given function/
    ],
    [
      'a param that is missing',
      m => {
        m.logParam('f', anything(undefined));
      },
      /param "f" was given undefined/
    ],
    [
      'a param that holds itself',
      m => {
        m.logParam('f', anything(circular));
      },
      /param "f" was given an object that has no JSON form/
    ],
    [
      'tags that are no object',
      m => {
        m.setTags(anything(undefined));
      },
      /object of tags by key.*given undefined/
    ],
    [
      'a tag that is a symbol',
      m => {
        m.setTag('s', anything(Symbol('x')));
      },
      /tag "s" was given symbol Symbol\(x\)/
    ],
    [
      'a text that is none',
      m => {
        m.logText(anything({}), 'a.txt');
      },
      /logText takes a string, but was given object/
    ],
    [
      'an artifact outside the run',
      m => {
        m.logText('x', '../a.txt');
      },
      /artifact path "\.\.\/a\.txt"/
    ],
    [
      'an artifact without a path',
      m => {
        m.logText('x', '');
      },
      /artifact path ""/
    ],
    [
      'an end that is none',
      m => {
        m.endRun(anything('DONE'));
      },
      /can't end as "DONE"/
    ],
    ['options that are none', m => m.startRun(anything('mine')), /object of options.*given "mine"/],
    [
      'a run name that is none',
      m => m.startRun({ runName: anything(5) }),
      /runName must be a string, but was given number 5/
    ],
    ['a run name too long', m => m.startRun({ runName: 'x'.repeat(251) }), /longer than 250/],
    [
      'a description that is none',
      m => m.startRun({ description: anything({}) }),
      /description must be a string/
    ],
    ['a bad tag of a new run', m => m.startRun({ tags: { 'a?': 1 } }), /holds "\?"/],
    [
      'autolog options that are none',
      m => {
        m.autolog(anything(null));
      },
      /object of options/
    ]
  ];
  for (const [what, call, words] of calls) {
    it(`is said at once, and nothing is logged: ${what}`, () => {
      const { mlflow, journal } = makeKernelParts();
      assert.throws(
        () => call(mlflow),
        (error: unknown) => {
          assert.ok(error instanceof MlflowArgumentError, String(error));
          assert.match(error.message, words);
          return true;
        }
      );
      assert.deepEqual(journal.records, []);
    });
  }

  it('is not what is at the limits', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logMetric('x'.repeat(250), Number.MAX_VALUE, Number.MAX_SAFE_INTEGER);
    mlflow.logMetric('schöne Größe/a.b-c:d_e', -0, Number.MIN_SAFE_INTEGER);
    assert.equal(journal.of('metric').length, 2);
  });
});
