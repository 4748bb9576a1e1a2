import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readGpus } from '../../../src/kernel/system/gpu-load.js';
import { eventually } from '../eventually.js';
import { makeKernelParts } from '../runs/kernel-parts.js';
import type { KernelParts } from '../runs/kernel-parts.js';

const KEYS = [
  'system/cpu_utilization_percentage',
  'system/disk_available_megabytes',
  'system/disk_usage_megabytes',
  'system/disk_usage_percentage',
  'system/process_memory_usage_megabytes',
  'system/system_memory_usage_megabytes',
  'system/system_memory_usage_percentage'
];

/** `seconds` later. */
async function pass(seconds: number): Promise<void> {
  mock.timers.tick(seconds * 1000);
  await nextTurn();
}

async function samples({ journal }: KernelParts, count: number, run?: string): Promise<void> {
  await eventually(() => {
    assert.equal(journal.metric('system/cpu_utilization_percentage', run).length, count);
  });
}

describe('system metrics', () => {
  beforeEach(() => {
    mock.timers.reset();
    mock.timers.enable({ apis: ['setInterval'] });
  });

  it('are MLflow’s, every ten seconds, while the run goes on', async () => {
    const parts = makeKernelParts();
    parts.mlflow.startRun({ logSystemMetrics: true });
    await pass(9);
    assert.equal(parts.journal.of('metric').length, 0);
    await pass(1);
    await samples(parts, 1);
    const keys = new Set(parts.journal.of('metric').map(({ key }) => key));
    assert.deepEqual(
      KEYS.filter(key => !keys.has(key)),
      []
    );
    for (const { key, value } of parts.journal.of('metric')) {
      assert.ok(Number(value) >= 0, key);
      assert.ok(!key.endsWith('percentage') || Number(value) <= 100.1, `${key} ${value}`);
    }
    await pass(10);
    await samples(parts, 2);
    assert.deepEqual(
      parts.journal.metric('system/cpu_utilization_percentage').map(([step]) => step),
      [0, 1]
    );
    parts.mlflow.endRun();
    await pass(30);
    assert.equal(parts.journal.metric('system/cpu_utilization_percentage').length, 2);
  });

  it('are logged for no run that doesn’t ask, and for all when enabled', async () => {
    const parts = makeKernelParts();
    const silent = parts.mlflow.startRun();
    parts.mlflow.enableSystemMetricsLogging();
    parts.mlflow.setSystemMetricsSamplingInterval(1);
    const loud = parts.mlflow.startRun({ nested: true });
    const without = parts.mlflow.startRun({ nested: true, logSystemMetrics: false });
    await pass(1);
    await samples(parts, 1, loud.clientRunId);
    assert.equal(parts.journal.of('metric', silent.clientRunId).length, 0);
    assert.equal(parts.journal.of('metric', without.clientRunId).length, 0);
    parts.mlflow.disableSystemMetricsLogging();
    const later = parts.mlflow.startRun({ nested: true });
    await pass(1);
    await samples(parts, 2, loud.clientRunId);
    assert.equal(parts.journal.of('metric', later.clientRunId).length, 0);
  });

  it('follow MLflow’s environment', async () => {
    const parts = makeKernelParts({
      environment: {
        MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING: 'true',
        MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL: '2'
      }
    });
    parts.mlflow.startRun();
    await pass(2);
    await samples(parts, 1);
  });

  for (const interval of [0, -1, NaN, Infinity, '1' as unknown as number]) {
    it(`are refused an interval of ${JSON.stringify(interval)}`, () => {
      const { mlflow } = makeKernelParts();
      assert.throws(() => mlflow.setSystemMetricsSamplingInterval(interval), /more than 0/);
    });
  }
});

describe('what nvidia-smi prints', () => {
  it('becomes MLflow’s metrics, and what a card doesn’t tell is left out', () => {
    const text = '35, 1000, 4000, 60.5, 121\n0, 10, 4000, [N/A], [N/A]\n';
    const load = readGpus(text);
    assert.equal(load['gpu_0_utilization_percentage'], 35);
    assert.equal(load['gpu_0_memory_usage_percentage'], 25);
    assert.equal(load['gpu_0_memory_usage_megabytes'], 1048.576);
    assert.equal(load['gpu_0_power_usage_percentage'], 50);
    assert.equal(load['gpu_1_utilization_percentage'], 0);
    assert.equal('gpu_1_power_usage_watts' in load, false);
  });
});
