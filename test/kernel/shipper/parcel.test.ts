import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BatchItem } from '../../../src/kernel/shipper/runs/batch-queue.js';
import { Parcel } from '../../../src/kernel/shipper/runs/parcel.js';

const RUN = 'a'.repeat(32);

function metric(key: string): BatchItem {
  const receipt = { settlePart: () => undefined };
  return { kind: 'metric', start: 0, receipt, metric: { key, value: 0.5, timestamp: 7, step: 3 } };
}

describe('a parcel', () => {
  it('has the same text whether it was made ahead or not', () => {
    const ahead = new Parcel([metric('loss'), metric('acc')]);
    ahead.prepare(RUN);
    const { text } = ahead.batch(RUN);
    assert.equal(text, new Parcel(ahead.items).batch(RUN).text);
    assert.deepEqual(
      (JSON.parse(text) as { metrics: { key: string }[] }).metrics.map(({ key }) => key),
      ['loss', 'acc']
    );
  });

  it('tells what can not be sent when it is to be sent, and not when it is made ready', () => {
    const parcel = new Parcel([metric('loss'), metric('a=b')]);
    parcel.prepare(RUN);
    assert.throws(() => parcel.batch(RUN), { name: 'MlflowArgumentError', message: /"a=b"/ });
  });
});
