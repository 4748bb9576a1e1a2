import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeRun, renderCardText } from '../../../src/kernel/card/card-text.js';
import type { RunSummary } from '../../../src/protocol/index.js';
import { DELIVERIES, runCard, runSummary } from './card-samples.js';

describe('A run in words', () => {
  const ten = { unit: 'epoch', done: 3, total: 10 } as const;
  const cases: [Partial<RunSummary>, string][] = [
    [{}, 'finished in 12.4 s, 40 epochs'],
    [{ progress: null }, 'finished in 12.4 s'],
    [{ progress: { unit: 'iteration', done: 1, total: null } }, 'finished in 12.4 s, 1 iteration'],
    [{ reason: 'stopped early' }, 'finished in 12.4 s, 40 epochs: stopped early'],
    [{ status: 'RUNNING', endTime: null, progress: null }, 'running, 2 s'],
    [{ status: 'RUNNING', endTime: null, progress: ten }, 'epoch 3 of 10, 2 s'],
    [{ status: 'RUNNING', endTime: null, progress: { ...ten, total: null } }, 'epoch 3, 2 s'],
    [
      { status: 'FAILED', progress: ten, reason: 'Error: no' },
      'failed after 12.4 s, 3 epochs: Error: no'
    ],
    [{ status: 'FAILED', progress: null }, 'failed after 12.4 s'],
    [
      { status: 'KILLED', progress: ten, reason: 'interrupted' },
      'stopped after 12.4 s, 3 epochs: interrupted'
    ]
  ];
  for (const [fields, words] of cases) {
    it(`reads "${words}"`, () => {
      assert.equal(describeRun(runSummary(fields), 3000), words);
    });
  }
});

describe('The card as text', () => {
  it('lists the runs with their metrics, and where they went', () => {
    const second = runSummary({ name: 'calm-finch-200', metrics: [] });
    const [loss] = runSummary().metrics;
    const first = runSummary({ metrics: [loss!, { ...loss!, key: 'accuracy', last: 'NaN' }] });
    assert.equal(
      renderCardText(runCard({ runs: [first, second], totalRuns: 2 })),
      [
        'brisk-otter-417  finished in 12.4 s, 40 epochs',
        '  loss 0.041  accuracy NaN',
        'calm-finch-200  finished in 12.4 s, 40 epochs',
        'Logged 2 runs to experiment iris'
      ].join('\n')
    );
  });

  for (const [delivery, words] of DELIVERIES) {
    it(`says ${words === null ? 'nothing' : `"${words}"`} where records are ${delivery.state}`, () => {
      const lines = renderCardText(runCard({ delivery, faults: ['reading: Error: no'] })).split(
        '\n'
      );
      assert.deepEqual(lines.slice(2), [
        'Logged 1 run to experiment iris',
        ...(words === null ? [] : [words]),
        'reading: Error: no'
      ]);
    });
  }
});
