import type { RunCard, RunSummary } from '../../../src/protocol/index.js';
import type { Experiment, Run, RunStatus } from '../../../src/tracking/index.js';

/** A run as the tracking server tells of it. */
export function storedRun(
  runId: string,
  options: {
    readonly name?: string;
    readonly experimentId?: string;
    readonly status?: RunStatus;
    readonly startTime?: number;
    readonly endTime?: number | null;
    readonly metrics?: Readonly<Record<string, number>>;
    readonly params?: Readonly<Record<string, string>>;
    readonly tags?: Readonly<Record<string, string>>;
  } = {}
): Run {
  const { name = runId, status = 'FINISHED', startTime = 1000, endTime = 2000 } = options;
  return {
    info: {
      runId,
      runName: name,
      experimentId: options.experimentId ?? '1',
      userId: null,
      status,
      startTime,
      endTime: status === 'RUNNING' ? null : endTime,
      artifactUri: '',
      lifecycleStage: 'active'
    },
    data: {
      metrics: Object.entries(options.metrics ?? {}).map(([key, value]) => ({
        key,
        value,
        timestamp: startTime,
        step: 1
      })),
      params: Object.entries(options.params ?? {}).map(([key, value]) => ({ key, value })),
      tags: Object.entries(options.tags ?? {}).map(([key, value]) => ({ key, value }))
    },
    inputs: { datasets: [], models: [] },
    outputs: { models: [] }
  };
}

/** A run as a card tells of it. */
export function toldRun(clientRunId: string, options: Partial<RunSummary> = {}): RunSummary {
  return {
    clientRunId,
    runId: null,
    name: clientRunId,
    status: 'RUNNING',
    startTime: 5000,
    endTime: null,
    progress: { unit: 'epoch', done: 3, total: 20 },
    metrics: [
      {
        key: 'loss',
        last: 0.5,
        lastStep: 2,
        min: 0.5,
        max: 1,
        curve: [
          [0, 1],
          [2, 0.5]
        ]
      }
    ],
    reason: null,
    ...options
  };
}

export function card(options: Partial<RunCard> = {}): RunCard {
  return {
    version: 1,
    kernelId: 'kernel',
    cellId: 'cell',
    executionCount: 1,
    experiment: { name: 'iris', id: null },
    totalRuns: options.runs?.length ?? 1,
    runs: [toldRun('run')],
    delivery: { state: 'delivered' },
    faults: [],
    ...options
  };
}

export function experiment(options: Partial<Experiment> = {}): Experiment {
  return {
    experimentId: '1',
    name: 'iris',
    artifactLocation: '',
    lifecycleStage: 'active',
    creationTime: 0,
    lastUpdateTime: 0,
    tags: [],
    ...options
  };
}
