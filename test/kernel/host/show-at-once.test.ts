import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Publisher, Subscriber } from 'zeromq';
import { showAtOnce } from '../../../src/kernel/host/tslab/show-at-once.js';

/** More than a socket of zeromq.js sends within one turn of the event loop. */
const MANY = 1200;

describe('what we show in a cell that never yields', () => {
  it('leaves tslab the room to say that the cell is over', async () => {
    const publisher = new Publisher({ linger: 0, sendHighWaterMark: 0 });
    await publisher.bind('tcp://127.0.0.1:*');
    const subscriber = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
    subscriber.subscribe();
    subscriber.connect(publisher.lastEndpoint ?? '');
    const received: string[] = [];
    const reading = (async () => {
      for await (const [message] of subscriber) {
        received.push(String(message));
        if (received.at(-1) === 'idle') {
          return;
        }
      }
    })();
    while (received.length === 0) {
      await publisher.send('is anybody there?');
    }

    const show = showAtOnce(({ data }) => {
      // As tslab does, which waits for no message.
      void publisher.send(String(data['text/plain']));
    }, publisher);
    for (let index = 0; index < MANY; index++) {
      show({ 'text/plain': `shown ${index}` }, 'card', true);
    }
    const [one, idle] = [publisher.send('one of the user’s'), publisher.send('idle')];

    await Promise.all([one, idle, reading]);
    assert.equal(received.filter(text => text.startsWith('shown')).length, MANY);
    assert.deepEqual(received.slice(-2), ['one of the user’s', 'idle']);
    assert.equal(publisher.sendTimeout, -1);
    publisher.close();
    subscriber.close();
  });
});
