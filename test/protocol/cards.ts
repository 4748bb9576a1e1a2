import fc from 'fast-check';
import { CARD_LIMITS, encodeMetricValue } from '../../src/protocol/index.js';
import type {
  Delivery,
  MetricSummary,
  Progress,
  RunCard,
  RunSummary
} from '../../src/protocol/index.js';

const orNull = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(value, { nil: null });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const metricValue = fc.double().map(encodeMetricValue);
const time = fc.nat(Number.MAX_SAFE_INTEGER);

const metric: fc.Arbitrary<MetricSummary> = fc.record({
  key: fc.string(),
  last: metricValue,
  lastStep: fc.integer(),
  min: metricValue,
  max: metricValue,
  curve: fc.array(fc.tuple(number, number), { maxLength: 5 })
});

const progress: fc.Arbitrary<Progress> = fc.record({
  unit: fc.constantFrom('epoch' as const, 'iteration' as const),
  done: fc.nat(),
  total: orNull(fc.nat())
});

const run: fc.Arbitrary<RunSummary> = fc.record({
  clientRunId: fc.uuid(),
  runId: orNull(fc.string()),
  name: fc.string(),
  status: fc.constantFrom('RUNNING', 'FINISHED', 'FAILED', 'KILLED'),
  startTime: time,
  endTime: orNull(time),
  progress: orNull(progress),
  metrics: fc.array(metric, { maxLength: 3 }),
  reason: orNull(fc.string())
});

/** Every state of delivery that a card can show. */
export const deliveries: readonly fc.Arbitrary<Delivery>[] = [
  fc.record({ state: fc.constant('delivering' as const), waiting: fc.nat() }),
  fc.record({ state: fc.constant('delivered' as const) }),
  fc.record({
    state: fc.constant('waiting' as const),
    waiting: fc.nat(),
    since: time,
    reason: fc.string(),
    next: fc.string()
  }),
  fc.record({ state: fc.constant('offline' as const), next: fc.string() }),
  fc.record({
    state: fc.constant('refused' as const),
    refused: fc.nat(),
    reason: fc.string(),
    next: fc.string()
  }),
  fc.record({ state: fc.constant('not-recorded' as const), reason: fc.string(), next: fc.string() })
];

/** Run cards as a kernel sends them. */
export const cards: fc.Arbitrary<RunCard> = fc.record({
  version: fc.constant(1 as const),
  kernelId: fc.string(),
  cellId: orNull(fc.string()),
  executionCount: fc.nat(),
  experiment: fc.record({ name: fc.string(), id: orNull(fc.string()) }),
  totalRuns: fc.nat(),
  runs: fc.array(run, { maxLength: CARD_LIMITS.runs }),
  delivery: fc.oneof(...deliveries),
  faults: fc.array(fc.string(), { maxLength: 2 })
});

/** One card with something in every field. */
export const fullCard: RunCard = {
  version: 1,
  kernelId: 'kernel',
  cellId: 'cell',
  executionCount: 3,
  experiment: { name: 'iris', id: '7' },
  totalRuns: 1,
  runs: [
    {
      clientRunId: '8f0b3a52-1b1c-4a0e-9d8b-8a3a2f3f7d11',
      runId: 'run',
      name: 'brisk-otter',
      status: 'RUNNING',
      startTime: 1,
      endTime: 2,
      progress: { unit: 'epoch', done: 17, total: 40 },
      metrics: [
        { key: 'loss', last: 'NaN', lastStep: 16, min: 0.1, max: 'Infinity', curve: [[0, 1]] }
      ],
      reason: 'stopped'
    }
  ],
  delivery: { state: 'waiting', waiting: 5, since: 3, reason: 'refused', next: 'start it' },
  faults: ['a fault']
};
