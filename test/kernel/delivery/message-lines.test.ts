import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MessageLines } from '../../../src/kernel/delivery/message-lines.js';
import type { ShipperMessage } from '../../../src/kernel/shipper/messages.js';

function read(pieces: readonly string[]): { messages: ShipperMessage[]; errors: unknown[] } {
  const messages: ShipperMessage[] = [];
  const errors: unknown[] = [];
  const lines = new MessageLines(
    message => messages.push(message),
    error => errors.push(error)
  );
  pieces.forEach(piece => {
    lines.add(piece);
  });
  return { messages, errors };
}

describe('The lines of a shipper', () => {
  it('are its messages, however they are torn', () => {
    const sent: ShipperMessage[] = [
      { type: 'reachable' },
      { type: 'fault', message: 'two\nlines' },
      { type: 'progress', offset: 1, waiting: 2 }
    ];
    const text = sent.map(message => `${JSON.stringify(message)}\n`).join('');
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), cuts => {
        const ends = [...cuts, text.length].sort((a, b) => a - b);
        const pieces = ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
        assert.deepEqual(read(pieces), { messages: sent, errors: [] });
      })
    );
  });

  it('are read on after one that is no message', () => {
    const { messages, errors } = read(['not json\n\n{"type":"reachable"}\n{"type":']);
    assert.deepEqual(messages, [{ type: 'reachable' }]);
    assert.equal(errors.length, 1);
  });
});
