import type { Delivery, RunCard, RunSummary } from '../../../src/protocol/index.js';

/** What a name of anything may hold. */
export const HOSTILE = `<script>alert("1")</script><img src=x onerror='alert(2)'>&amp;`;

export function runSummary(fields: Partial<RunSummary> = {}): RunSummary {
  return {
    clientRunId: 'client-1',
    runId: null,
    name: 'brisk-otter-417',
    status: 'FINISHED',
    startTime: 1000,
    endTime: 13_400,
    progress: { unit: 'epoch', done: 40, total: 40 },
    metrics: [
      {
        key: 'loss',
        last: 0.041,
        lastStep: 39,
        min: 0.04,
        max: 2,
        curve: [
          [0, 2],
          [39, 0.041]
        ]
      }
    ],
    reason: null,
    ...fields
  };
}

export function runCard(fields: Partial<RunCard> = {}): RunCard {
  return {
    version: 1,
    kernelId: 'kernel-1',
    cellId: 'cell-1',
    executionCount: 3,
    experiment: { name: 'iris', id: null },
    totalRuns: 1,
    runs: [runSummary()],
    delivery: { state: 'delivered' },
    faults: [],
    ...fields
  };
}

/** Every state of delivery, and the words that tell it, or null where it needs none. */
export const DELIVERIES: readonly (readonly [Delivery, string | null])[] = [
  [{ state: 'delivering', waiting: 4 }, null],
  [{ state: 'delivered' }, null],
  [
    { state: 'waiting', waiting: 1, since: 5000, reason: 'No answer.', next: 'Start it.' },
    '1 record waiting: No answer. Start it.'
  ],
  [
    { state: 'waiting', waiting: 4, since: 5000, reason: 'No answer.', next: 'Start it.' },
    '4 records waiting: No answer. Start it.'
  ],
  [
    { state: 'offline', next: 'Switch it off.' },
    'Kept on this machine and not delivered yet, since offline is switched on. Switch it off.'
  ],
  [
    { state: 'refused', refused: 2, reason: 'Too long.', next: 'See the file.' },
    '2 records refused: Too long. See the file.'
  ],
  [
    { state: 'not-recorded', reason: 'The disk is full.', next: 'Free some space.' },
    'Not recorded: The disk is full. Free some space.'
  ]
];
