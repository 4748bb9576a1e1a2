import assert from 'node:assert/strict';
import { describe, it, mock, type TestContext } from 'node:test';
import { ScriptWarnings } from '../../../src/kernel/host/script-warnings.js';
import { Faults } from '../../../src/kernel/patch/faults.js';
import { AutologSwitches } from '../../../src/kernel/runs/autolog-settings.js';
import { Notes } from '../../../src/kernel/runs/notes.js';
import type { Delivery } from '../../../src/protocol/index.js';

function makeParts({ mock: mocks }: TestContext) {
  const emitWarning = mocks.method(process, 'emitWarning', () => undefined);
  const delivery: { current: Delivery } = { current: { state: 'delivered' } };
  const recording = {
    autolog: new AutologSwitches(),
    notes: new Notes(mock.fn()),
    faults: new Faults({}),
    destinations: { faults: [] as string[], all: [{ delivery }] }
  };
  const warnings = new ScriptWarnings(recording);
  return {
    recording,
    show: (state: Delivery) => {
      delivery.current = state;
    },
    /** What is told now, of which type. */
    look: () => {
      emitWarning.mock.resetCalls();
      warnings.look();
      return emitWarning.mock.calls.map(({ arguments: given }) => given as unknown[]);
    }
  };
}

describe('what a program is told of its recording', () => {
  it('is nothing while all goes well', t => {
    const { look, show } = makeParts(t);
    assert.deepEqual(look(), []);
    show({ state: 'delivering', waiting: 7 });
    assert.deepEqual(look(), []);
  });

  it('is each fault and each note once', t => {
    const { look, recording } = makeParts(t);
    recording.faults.report('reading the optimizer', new Error('odd'));
    recording.notes.tell('This training is logged.');
    recording.destinations.faults.push('A line was skipped.');
    assert.deepEqual(look(), [
      ['This training is logged.', 'MlflowWarning'],
      ['reading the optimizer: Error: odd', 'MlflowWarning'],
      ['A line was skipped.', 'MlflowWarning']
    ]);
    assert.deepEqual(look(), []);
  });

  it('is only what concerns the delivery where autologging is to be silent', t => {
    const { look, recording } = makeParts(t);
    recording.autolog.set(null, { silent: true });
    recording.faults.report('reading the optimizer', new Error('odd'));
    recording.destinations.faults.push('A line was skipped.');
    assert.deepEqual(look(), [['A line was skipped.', 'MlflowWarning']]);
  });

  const told: readonly Delivery[] = [
    { state: 'not-recorded', reason: 'The disk is full.', next: 'Make room.' },
    { state: 'waiting', waiting: 3, since: 0, reason: 'No answer.', next: 'Start MLflow.' },
    { state: 'refused', refused: 1, reason: 'It is deleted.', next: 'It is kept in a file.' }
  ];
  for (const state of told) {
    it(`is, once per cause, why what is logged is ${state.state}`, t => {
      const { look, show } = makeParts(t);
      show(state);
      const [[text, type] = []] = look();
      assert.match(String(text), /^What (is|was) logged .+\. \S.*\. \S.*\.$/);
      assert.equal(type, 'MlflowWarning');
      show({ state: 'delivered' });
      assert.deepEqual(look(), []);
      show(state);
      assert.deepEqual(look(), []);
    });
  }
});
