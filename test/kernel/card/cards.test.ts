import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { CardSurroundings } from '../../../src/kernel/card/cell-card.js';
import { Cards } from '../../../src/kernel/card/cards.js';
import { Faults } from '../../../src/kernel/patch/faults.js';
import type { CellExecution } from '../../../src/kernel/runs/cell-execution.js';
import { RunView } from '../../../src/kernel/runs/run-view.js';
import { CARD_LIMITS, isRunCard, RUN_CARD_MIME_TYPE } from '../../../src/protocol/index.js';
import type { Delivery, RunCard } from '../../../src/protocol/index.js';
import { makeCell } from '../runs/kernel-parts.js';
import type { FakeCell } from '../runs/kernel-parts.js';
import { DELIVERIES, HOSTILE } from './card-samples.js';

function surroundings(fields: Partial<CardSurroundings> = {}): CardSurroundings {
  return {
    kernelId: 'kernel-1',
    experimentId: () => '7',
    delivery: () => ({ state: 'delivered' }),
    isDelivered: () => true,
    notes: () => [],
    ...fields
  };
}

function view(id: string): RunView {
  return new RunView(id, `run ${id}`, 'iris', Date.now());
}

/** The cards that a cell was shown. Every one is what a browser takes for one. */
function cardsOf(cell: FakeCell): RunCard[] {
  return cell.shown.map(({ data }) => {
    const card: unknown = JSON.parse(JSON.stringify(data[RUN_CARD_MIME_TYPE]));
    assert.ok(isRunCard(card), JSON.stringify(card));
    assert.equal(typeof data['text/html'], 'string');
    assert.equal(typeof data['text/plain'], 'string');
    return card;
  });
}

function newest(cell: FakeCell): RunCard {
  return cardsOf(cell).at(-1)!;
}

describe('The card of a cell', () => {
  let faults = new Faults({});

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    faults = new Faults({});
  });

  afterEach(() => {
    mock.timers.reset();
    assert.deepEqual(faults.messages, []);
  });

  it('asks for the delivery of all runs that it made, also of those that it shows no more', () => {
    const cell = makeCell();
    const asked: number[] = [];
    const delivery = (runs: ReadonlySet<string>): Delivery => {
      asked.push(runs.size);
      return runs.has('0') && !runs.has('other')
        ? { state: 'refused', refused: 1, reason: '', next: '' }
        : { state: 'delivered' };
    };
    const cards = new Cards(surroundings({ delivery }), faults);
    cards.began(view('other'), makeCell())();
    for (let n = 0; n <= CARD_LIMITS.runs; n++) {
      cards.began(view(String(n)), cell)();
    }
    cards.settle(cell);
    assert.equal(newest(cell).runs.length, CARD_LIMITS.runs);
    assert.equal(newest(cell).delivery.state, 'refused');
    assert.equal(asked.at(-1), CARD_LIMITS.runs + 1);
  });

  it('is one output: shown once, then replaced, at most four times a second', () => {
    const cell = makeCell();
    const cards = new Cards(surroundings(), faults);
    const run = view('a');
    const changed = cards.began(run, cell);
    changed();
    for (let step = 0; step < 1000; step += 1) {
      run.addMetric('loss', step, 1 / (step + 1));
      changed();
    }
    assert.equal(cell.shown.length, 1);
    cards.settle(cell);
    assert.deepEqual(
      cell.shown.map(({ replace }) => replace),
      [false, true]
    );
    assert.equal(new Set(cell.shown.map(({ displayId }) => displayId)).size, 1);
    assert.equal(newest(cell).runs[0]?.metrics[0]?.last, 0.001);
  });

  it('is there before anything that the training prints', () => {
    const cell = makeCell();
    const cards = new Cards(surroundings(), faults);
    cards.prepare();
    assert.equal(cell.shown.length, 0);
    cards.began(view('a'), cell)();
    assert.equal(cell.shown.length, 1);
  });

  it('tells which cell, kernel and experiment it belongs to', () => {
    const cell = makeCell({ cellId: null, executionCount: 12 });
    const cards = new Cards(surroundings(), faults);
    cards.began(view('a'), cell)();
    const { cellId, executionCount, kernelId, experiment, totalRuns } = newest(cell);
    assert.deepEqual(
      { cellId, executionCount, kernelId, experiment, totalRuns },
      {
        cellId: null,
        executionCount: 12,
        kernelId: 'kernel-1',
        experiment: { name: 'iris', id: '7' },
        totalRuns: 1
      }
    );
  });

  it('shows the ten newest runs, and counts them all', () => {
    const cell = makeCell();
    const cards = new Cards(surroundings(), faults);
    for (let index = 1; index <= 12; index += 1) {
      cards.began(view(String(index)), cell)();
    }
    cards.settle(cell);
    const card = newest(cell);
    assert.equal(card.totalRuns, 12);
    assert.equal(card.runs.length, CARD_LIMITS.runs);
    assert.deepEqual([card.runs[0]?.name, card.runs.at(-1)?.name], ['run 3', 'run 12']);
  });

  it('is a card for each execution, and none outside cells', () => {
    const [first, second] = [makeCell(), makeCell()];
    const cards = new Cards(surroundings(), faults);
    cards.began(view('a'), first)();
    cards.began(view('b'), second)();
    cards.began(view('c'), null)();
    assert.deepEqual([first.shown.length, second.shown.length], [1, 1]);
    assert.notEqual(first.shown[0]?.displayId, second.shown[0]?.displayId);
    assert.equal(newest(first).runs[0]?.name, 'run a');
  });

  it('is shown for what a cell shows after it has ended', () => {
    const cell = makeCell();
    const cards = new Cards(surroundings(), faults);
    const run = view('a');
    const changed = cards.began(run, cell);
    changed();
    cards.settle(cell);
    run.status = 'FINISHED';
    changed();
    mock.timers.tick(250);
    assert.equal(newest(cell).runs[0]?.status, 'FINISHED');
  });

  for (const [delivery] of DELIVERIES) {
    it(`is what a browser takes for one where records are ${delivery.state}`, () => {
      const cell = makeCell();
      const notes = (): readonly string[] => [HOSTILE];
      const cards = new Cards(surroundings({ delivery: () => delivery, notes }), faults);
      const run = view(HOSTILE);
      run.status = 'FAILED';
      run.endTime = 5;
      run.reason = HOSTILE;
      run.progress = { unit: 'epoch', done: 0, total: null };
      for (const value of [NaN, Infinity, -Infinity, 1e308]) {
        run.addMetric(HOSTILE, 1, value);
      }
      cards.began(run, cell)();
      assert.deepEqual(newest(cell).delivery, delivery);
      assert.deepEqual(newest(cell).faults, [HOSTILE]);
    });
  }

  it('follows news that concern everybody, on the twenty newest cards and those that still run', () => {
    const cells = Array.from({ length: 25 }, () => makeCell());
    let told: readonly string[] = [];
    const cards = new Cards(surroundings({ notes: () => told }), faults);
    for (const [index, cell] of cells.entries()) {
      const run = view(String(index));
      run.status = index === 0 ? 'RUNNING' : 'FINISHED';
      cards.began(run, cell)();
    }
    mock.timers.tick(250);
    told = ['the disk is full'];
    cards.allChanged();
    mock.timers.tick(250);
    const news = cells.map(cell => newest(cell).faults.length === 1);
    assert.equal(news[0], true, 'its run goes on');
    assert.deepEqual(news.slice(1, 6), [false, false, false, false, false]);
    assert.ok(news.slice(6).every(Boolean));
  });

  it('says once that its runs are delivered, and stays as it is whatever comes later', () => {
    const [over, running] = [makeCell(), makeCell()];
    let delivery: Delivery = { state: 'delivering', waiting: 1 };
    let isDelivered = false;
    const told = { delivery: () => delivery, isDelivered: () => isDelivered };
    const cards = new Cards(surroundings(told), faults);
    const ended = view('a');
    cards.began(ended, over)();
    cards.began(view('b'), running)();
    mock.timers.tick(250);
    ended.isRecorded = true;
    cards.delivered();
    assert.equal(newest(over).delivery.state, 'delivering');
    delivery = { state: 'delivered' };
    isDelivered = true;
    cards.delivered();
    assert.deepEqual(newest(over).delivery, { state: 'delivered' });
    const count = running.shown.length;
    delivery = { state: 'waiting', waiting: 3, since: 0, reason: 'No answer.', next: 'Wait.' };
    cards.allChanged();
    cards.delivered();
    mock.timers.tick(250);
    assert.deepEqual(newest(over).delivery, { state: 'delivered' });
    assert.equal(newest(running).delivery.state, 'waiting');
    assert.equal(running.shown.length, count + 1);
  });

  it('is the same one for a run that its cell starts after all was delivered', () => {
    const cell = makeCell();
    const cards = new Cards(surroundings(), faults);
    const first = view('a');
    cards.began(first, cell)();
    first.isRecorded = true;
    cards.delivered();
    cards.began(view('b'), cell)();
    mock.timers.tick(250);
    assert.equal(newest(cell).totalRuns, 2);
    assert.equal(new Set(cell.shown.map(({ displayId }) => displayId)).size, 1);
  });
});

describe('A card that can’t be shown', () => {
  it('is told as a fault, and keeps nobody from going on', () => {
    const faults = new Faults({});
    const cell: CellExecution = {
      ...makeCell(),
      show: () => {
        throw new Error('the socket is closed');
      }
    };
    const changed = new Cards(surroundings(), faults).began(view('a'), cell);
    assert.doesNotThrow(changed);
    assert.deepEqual(faults.messages, ['showing the run card: Error: the socket is closed']);
  });
});
