import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { makeKernelParts } from '../runs/kernel-parts.js';
import type { KernelParts } from '../runs/kernel-parts.js';

describe('mlflow.flush', () => {
  let parts: KernelParts;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    parts = makeKernelParts();
  });

  afterEach(() => {
    mock.timers.reset();
  });

  /** The shipper says that all is delivered. */
  function deliver(): void {
    parts.delivery.receive({ type: 'progress', offset: parts.journal.bytes, waiting: 0 });
  }

  it('resolves at once, and records nothing, where nothing was logged', async () => {
    assert.deepEqual(await parts.mlflow.flush(), { refused: 0 });
    assert.deepEqual(parts.journal.records, []);
  });

  it('waits for what was logged before it, and not for what comes later', async () => {
    const { mlflow, journal } = parts;
    mlflow.logMetric('loss', 1);
    let isDone = false;
    const flushed = mlflow.flush().then(() => (isDone = true));
    await turn();
    assert.equal(journal.records.at(-1)?.type, 'flush');
    const offset = journal.bytes;
    mlflow.logMetric('loss', 2);
    parts.delivery.receive({ type: 'progress', offset: offset - 1, waiting: 1 });
    await turn();
    assert.equal(isDone, false);
    parts.delivery.receive({ type: 'progress', offset, waiting: 1 });
    await flushed;
  });

  it('waits for models whose files are still being written', async () => {
    const { recorder, journal, mlflow } = parts;
    let write: (isWritten: boolean) => void = () => undefined;
    journal.spooling = new Promise(resolve => (write = resolve));
    const run = recorder.start();
    const model = { model: 'm', name: 'model', step: 0, flavors: {}, signature: null, params: {} };
    run.logModel(model, [{ name: 'a', bytes: new Uint8Array(1) }]);
    const flushed = mlflow.flush();
    await turn();
    assert.equal(journal.of('flush').length, 0);
    write(true);
    await turn();
    assert.equal(journal.records.at(-2)?.type, 'model');
    deliver();
    assert.deepEqual(await flushed, { refused: 0 });
  });

  it('says how many records the server refused meanwhile', async () => {
    const refusal = { type: 'refused', run: 'a', reason: 'Too long.', file: '/rejects' } as const;
    parts.mlflow.logMetric('loss', 1);
    parts.delivery.receive({ ...refusal, refused: 5 });
    const flushed = parts.mlflow.flush();
    await turn();
    parts.delivery.receive({ ...refusal, refused: 2 });
    deliver();
    assert.deepEqual(await flushed, { refused: 2 });
  });

  it('gives up after its timeout, and says what waits and why', async () => {
    parts.mlflow.logMetric('loss', 1);
    const flushed = parts.mlflow.flush({ timeout: 5 });
    await turn();
    const [reason, next] = ['MLflow does not answer.', 'Start it.'];
    parts.delivery.receive({ type: 'unreachable', since: 0, reason, next, waiting: 3 });
    mock.timers.tick(5000);
    await assert.rejects(
      flushed,
      /within 5 s\. 3 records wait: MLflow does not answer\. Start it\. It is kept in the journal/
    );
  });

  it('says that something could not be recorded', async () => {
    parts.delivery.setTrouble({ reason: 'The disk is full.', next: 'Free some space.' });
    await assert.rejects(parts.mlflow.flush(), /Not all was recorded: The disk is full/);
  });

  it('says at once that nothing is delivered while offline is switched on', async () => {
    parts.delivery.setOffline();
    parts.mlflow.logMetric('loss', 1);
    await assert.rejects(parts.mlflow.flush(), /kept in the journal.*AUTOLOG_OFFLINE/);
  });

  for (const timeout of [-1, NaN, '5']) {
    it(`refuses the timeout ${JSON.stringify(timeout)}`, async () => {
      await assert.rejects(parts.mlflow.flush({ timeout: timeout as number }), /give seconds/);
    });
  }
});
