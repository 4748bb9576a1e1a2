import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Publisher, Subscriber } from 'zeromq';
import { showAtOnce } from '../../../src/kernel/host/tslab/show-at-once.js';
import { Faults } from '../../../src/kernel/patch/faults.js';
import type { CellExecution } from '../../../src/kernel/runs/cell-execution.js';

/** More than a socket of zeromq.js sends before it delays one. */
const MANY = 1200;
const MOST_AT_ONCE = 512;

describe('what we show in a cell that never yields', () => {
  let publisher: Publisher;
  let subscriber: Subscriber;
  let faults: Faults;
  let show: CellExecution['show'];
  let received: string[];
  let reading: Promise<void>;

  beforeEach(async () => {
    publisher = new Publisher({ linger: 0, sendHighWaterMark: 0 });
    await publisher.bind('tcp://127.0.0.1:*');
    subscriber = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
    subscriber.subscribe();
    subscriber.connect(publisher.lastEndpoint ?? '');
    received = [];
    reading = readUntil('over');
    while (received.length === 0) {
      // Sent at once, these don't count.
      publisher.sendTimeout = 0;
      await publisher.send('is anybody there?');
      await new Promise(resolve => setImmediate(resolve));
    }
    publisher.sendTimeout = -1;
    faults = new Faults({});
    show = showAtOnce(
      ({ data, transient }, update) => {
        const what = `${update ? 'update' : 'display'} ${transient.display_id}`;
        // As tslab does, which waits for no message.
        void publisher.send(`${what}: ${String(data['text/plain'])}`);
      },
      publisher,
      faults
    );
  });

  afterEach(() => {
    publisher.close();
    subscriber.close();
  });

  async function readUntil(end: string): Promise<void> {
    for await (const [message] of subscriber) {
      received.push(String(message));
      if (received.at(-1) === end) {
        return;
      }
    }
  }

  it('leaves tslab the room to say that the cell is over', async () => {
    for (let index = 0; index < MANY; index++) {
      show({ 'text/plain': `shown ${index}` }, 'card', true);
    }
    await Promise.all([publisher.send('one of the user’s'), publisher.send('over'), reading]);

    assert.equal(received.filter(text => text.includes('shown')).length, MANY);
    assert.deepEqual(received.slice(-2), ['one of the user’s', 'over']);
    assert.equal(publisher.sendTimeout, -1);
  });

  it('comes in its newest state when a message of tslab’s is delayed before it', async () => {
    for (let index = 0; index < MOST_AT_ONCE; index++) {
      void publisher.send('one of the user’s');
    }
    const delayed = publisher.send('a late one');
    assert.throws(() => publisher.send('a lost one'), { code: 'EBUSY' });

    show({ 'text/plain': 'an old state' }, 'card', false);
    show({ 'text/plain': 'the first' }, 'other', false);
    show({ 'text/plain': 'the newest' }, 'card', true);
    await delayed;
    while (!received.includes('update card: afterwards')) {
      await new Promise(resolve => setImmediate(resolve));
      show({ 'text/plain': 'afterwards' }, 'card', true);
    }
    await Promise.all([publisher.send('over'), reading]);

    const shown = received.slice(received.indexOf('a late one') + 1);
    assert.deepEqual(shown.slice(0, 3).sort(), [
      'display card: the newest',
      'display other: the first',
      'update card: afterwards'
    ]);
    assert.deepEqual(faults.messages, []);
  });
});
