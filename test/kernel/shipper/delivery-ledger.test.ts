import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  DeliveryLedger,
  type Receipt
} from '../../../src/kernel/shipper/progress/delivery-ledger.js';

describe('the ledger of a delivery', () => {
  it('never says more is settled than is, and all when all is, in whatever order', () => {
    const chunks = fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 5 }), {
      minLength: 1,
      maxLength: 12
    });
    fc.assert(
      fc.property(chunks, fc.infiniteStream(fc.nat()), (partsOfChunks, choices) => {
        const ledger = new DeliveryLedger(0);
        const open: { receipt: Receipt; parts: number; chunk: number }[] = [];
        partsOfChunks.forEach((partsOfRecords, chunk) => {
          ledger.addChunk((chunk + 1) * 10, receiptOf => {
            for (const parts of partsOfRecords) {
              open.push({ receipt: receiptOf(parts, 7), parts, chunk });
            }
          });
          assertTrue(ledger, open, chunk + 1);
        });
        while (open.length > 0) {
          const at = (choices.next().value ?? 0) % open.length;
          const one = open[at]!;
          one.parts--;
          if (one.parts === 0) {
            open.splice(at, 1);
          }
          one.receipt.settlePart();
          assertTrue(ledger, open, partsOfChunks.length);
        }
        assert.equal(ledger.offset, partsOfChunks.length * 10);
      })
    );
  });

  function assertTrue(
    ledger: DeliveryLedger,
    open: readonly { chunk: number }[],
    chunks: number
  ): void {
    const firstOpen = Math.min(chunks, ...open.map(one => one.chunk));
    assert.ok(ledger.offset <= firstOpen * 10, 'what is open comes after the offset');
    assert.equal(ledger.open, open.length);
    assert.equal(ledger.openBytes, open.length * 7);
  }
});
