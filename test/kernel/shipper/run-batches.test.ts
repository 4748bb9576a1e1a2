import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Crew } from '../../../src/kernel/shipper/crew.js';
import { RunBatches, type Attempt } from '../../../src/kernel/shipper/runs/run-batches.js';
import { RunGoneError } from '../../../src/kernel/shipper/runs/server-run.js';

const RUN = { runId: 'a'.repeat(32), experimentId: '1', artifactUri: 'mlflow-artifacts:/1/a' };
/** Some full batches, and a rest. */
const POINTS = 4500;
const STEPS = Array.from({ length: POINTS }, (_, step) => step);

/** What is sent by `send` and refused, by steps, and how many were settled. */
function stage(send: (steps: number[]) => Promise<void>): {
  readonly batches: RunBatches;
  readonly refused: number[];
  readonly settled: () => number;
} {
  const refused: number[] = [];
  let settled = 0;
  const logPrepared = ({ text }: { text: string }): Promise<void> =>
    send((JSON.parse(text) as { metrics: { step: number }[] }).metrics.map(({ step }) => step));
  const crew = {
    connection: { client: () => ({ runs: { logPrepared } }) },
    patience: { run: (_slots: unknown, attempt: (number: number) => unknown) => attempt(1) },
    rejects: {
      add: (_run: string, items: readonly { record: { step: number } }[]) =>
        refused.push(...items.map(({ record }) => record.step))
    },
    onSettled: () => undefined
  } as unknown as Crew;
  const attempt: Attempt = async (deliver, refuse) => {
    try {
      await deliver(RUN);
    } catch (error) {
      refuse(String(error));
    }
  };
  const batches = new RunBatches(crew, 'run-1', attempt);
  for (const step of STEPS) {
    const record = { type: 'metric', run: 'run-1', key: 'loss', value: 1, step, time: 0 } as const;
    batches.addMetric(record, step, { settlePart: () => settled++ });
  }
  batches.hurry('for good');
  return { batches, refused, settled: () => settled };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await new Promise(resolve => setImmediate(resolve));
  }
}

describe('the batches of a run', () => {
  it('go one at a time, in the order of recording, each record once', async () => {
    const sent: number[][] = [];
    let underWay = 0;
    const { batches, settled } = stage(async steps => {
      underWay++;
      assert.equal(underWay, 1);
      sent.push(steps);
      await turns(10);
      underWay--;
    });
    await batches.deliver();
    assert.deepEqual(
      sent.map(steps => steps.length),
      [1000, 1000, 1000, 1000, 500]
    );
    assert.deepEqual(sent.flat(), STEPS);
    assert.equal(settled(), POINTS);
  });

  it('are refused to the last record, whether the next was ready or not', async () => {
    let waits = 0;
    const { batches, refused, settled } = stage(async () => {
      await turns(waits++);
      throw new RunGoneError('gone');
    });
    await batches.deliver();
    assert.deepEqual(refused, STEPS);
    assert.equal(settled(), POINTS);
  });
});
