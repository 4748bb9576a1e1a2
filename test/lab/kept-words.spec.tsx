import { act, fireEvent, screen } from '@testing-library/react';
import { PanelStage } from './fakes/panel-stage.js';
import { card, experiment, toldRun } from './fakes/runs.js';
import { NOTHING, waitingRun } from './fakes/waiting.js';

const REFUSED = {
  ...NOTHING,
  refused: {
    records: 3,
    reason: 'Names must be shorter.',
    time: 5000,
    files: [{ path: '/home/ada/rejects/j.jsonl', records: 3 }]
  }
};

describe('what is not with MLflow, in the runs panel', () => {
  let stage: PanelStage;

  beforeEach(() => {
    stage = new PanelStage();
  });

  afterEach(() => {
    stage.end();
  });

  it('is listed with the words for it while the tracking server is away', async () => {
    stage.server.tracker = { state: 'unreachable', reason: 'Connection refused.' };
    stage.waiting.runs = [waitingRun('wren', { startTime: 99_000 })];
    await stage.create();
    expect(stage.texts[0]).toMatch(/finished.*wren.*not yet delivered.*loss0\.25/);
    expect(screen.getByText('not yet delivered').title).toMatch(
      /kept on the machine.*Connection refused\..*delivered by itself/
    );
    expect(screen.getByText('1 run kept')).toBeTruthy();
    expect(stage.tracker.searches).toEqual([]);
  });

  it('says of offline what to do to deliver it', async () => {
    stage.server.tracker = { state: 'offline', next: 'Unset AUTOLOG_OFFLINE.' };
    stage.waiting.runs = [waitingRun('wren')];
    await stage.create();
    expect(screen.getByText(/^Offline: runs are recorded and kept/)).toBeTruthy();
    expect(screen.getByText('Unset AUTOLOG_OFFLINE.')).toBeTruthy();
    expect(screen.getByText('not yet delivered').title).toMatch(/jupyter autolog ship/);
  });

  it('opens with what the list knows of it', async () => {
    stage.server.tracker = { state: 'unreachable' };
    stage.waiting.runs = [waitingRun('wren')];
    await stage.create();
    fireEvent.click(stage.rows[0]!);
    await stage.pass();
    expect(stage.opened).toEqual([expect.objectContaining({ clientRunId: 'wren' })]);
    expect(stage.listed[0]?.row?.isKept).toBe(true);
  });

  it('becomes the server’s when the server is back', async () => {
    stage.server.tracker = { state: 'unreachable' };
    stage.waiting.runs = [waitingRun('wren')];
    await stage.create();
    stage.waiting.runs = [];
    act(() => {
      stage.server.tracker = { state: 'ready' };
    });
    await stage.pass();
    expect(stage.texts).toHaveLength(2);
    expect(screen.queryByText('not yet delivered')).toBeNull();
  });

  it('tells what was refused, why the last of it, where it lies, and no more once dismissed', async () => {
    stage.waiting.answers = [REFUSED];
    await stage.create();
    expect(
      screen.getByText('MLflow refused 3 records of this notebook; the rest is logged')
    ).toBeTruthy();
    expect(screen.getByText(/^The last one, .*: Names must be shorter\.$/)).toBeTruthy();
    expect(screen.getByText('/home/ada/rejects/j.jsonl')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    await stage.pass();
    expect(screen.queryByText(/^MLflow refused/)).toBeNull();
    expect(stage.waiting.seen).toHaveLength(1);
  });

  it('asks while the panel is open, and not when it is hidden', async () => {
    await stage.create();
    const before = stage.waiting.asked.length;
    await stage.pass(10_000);
    const open = stage.waiting.asked.length;
    expect(open).toBeGreaterThan(before);
    act(() => {
      stage.panel.hide();
    });
    await stage.pass(20_000);
    expect(stage.waiting.asked.length).toBe(open);
  });
});

describe('a kernel that logs elsewhere, in the runs panel', () => {
  it('is said, with the way to the notebook’s own runs and back', async () => {
    const stage = new PanelStage();
    stage.tracker.experimentList.push(experiment({ experimentId: '7', name: 'shared' }));
    await stage.create();
    act(() => {
      stage.notebooks.send(card({ experiment: { name: 'shared', id: '7' }, runs: [toldRun('a')] }));
    });
    await stage.pass();
    expect(screen.getByText('This kernel logs to the experiment shared')).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'shared' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show the notebook’s own runs' }));
    await stage.pass();
    expect(screen.getByRole('heading', { name: 'iris' })).toBeTruthy();
    expect(screen.getByText(/the notebook’s own experiment, iris/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show the runs of shared' }));
    await stage.pass();
    expect(screen.getByRole('heading', { name: 'shared' })).toBeTruthy();
    stage.end();
  });
});
