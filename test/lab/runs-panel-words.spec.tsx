import { act, fireEvent, screen } from '@testing-library/react';
import { MlflowApiError } from '../../src/tracking/index.js';
import type { FakeNotebook } from './fakes/notebooks.js';
import { FakeNotebooks } from './fakes/notebooks.js';
import { PanelStage } from './fakes/panel-stage.js';
import { card, experiment } from './fakes/runs.js';

describe('the runs panel says in words', () => {
  let stage: PanelStage;

  beforeEach(() => {
    stage = new PanelStage();
  });

  afterEach(() => {
    stage.end();
  });

  it('that no notebook is open', async () => {
    stage.notebooks = new FakeNotebooks(null);
    await stage.create();
    expect(screen.getByText('No notebook is open')).toBeTruthy();
  });

  it('that there are no runs yet, and how to make some', async () => {
    stage.tracker.runList = [];
    await stage.create();
    expect(screen.getByText('No runs yet')).toBeTruthy();
    expect(screen.getByText(/Run a cell that trains a model/)).toBeTruthy();
  });

  it('that the runs are being loaded, until the server answers', async () => {
    let answer = (): void => undefined;
    stage.tracker.pause = new Promise(resolve => (answer = resolve));
    await stage.create();
    await stage.pass(30_000);
    expect(screen.getByText('Loading the runs')).toBeTruthy();
    expect(screen.getByText(/is asked for the runs of iris/)).toBeTruthy();
    answer();
    await stage.pass();
    expect(screen.queryByText('Loading the runs')).toBeNull();
    expect(stage.texts).toHaveLength(2);
  });

  it('whose log-in it is that was refused: Jupyter’s at the tracking server, or the person’s at Jupyter', async () => {
    const refusal = (status: number, serverMessage: string): MlflowApiError =>
      new MlflowApiError('', { status, errorCode: '', serverMessage, retryAfter: null });
    stage.tracker.trouble = refusal(401, 'No.');
    await stage.create();
    await stage.pass(20_000);
    expect(screen.getByText(/does not accept the log-in that Jupyter was started/)).toBeTruthy();
    expect(screen.queryByText(/Reload the page/)).toBeNull();
    stage.tracker.trouble = refusal(403, 'Log in to Jupyter first.');
    await stage.pass(60_000);
    expect(screen.getByText(/Log in to Jupyter first\. Reload the page/)).toBeTruthy();
  });

  it('that the kernel is not one that is recorded', async () => {
    stage.tracker.experimentList = [];
    (stage.notebooks.current as FakeNotebook).kernelName = 'python3';
    await stage.create();
    expect(screen.getByText('The kernel python3 is not recorded')).toBeTruthy();
  });

  it('nothing of the kernel where there are runs all the same', async () => {
    (stage.notebooks.current as FakeNotebook).kernelName = 'python3';
    await stage.create();
    expect(stage.texts).toHaveLength(2);
    expect(screen.queryByText(/is not recorded/)).toBeNull();
  });

  it('that the tracking server is starting, and shows the runs when it has', async () => {
    stage.server.tracker = { state: 'starting' };
    stage.tracker.trouble = new Error('asked too early');
    await stage.create();
    await stage.pass(20_000);
    expect(screen.getByText('MLflow is starting')).toBeTruthy();
    expect(screen.queryByText(/asked too early/)).toBeNull();
    stage.tracker.trouble = null;
    act(() => {
      stage.server.tracker = { state: 'ready' };
    });
    await stage.pass();
    expect(screen.queryByText('MLflow is starting')).toBeNull();
    expect(stage.texts).toHaveLength(2);
  });

  it('that the tracking server is away, why, and how much waits', async () => {
    stage.server.tracker = { state: 'unreachable', reason: 'Refused.', next: 'Start it.' };
    stage.notebooks = new FakeNotebooks();
    await stage.create();
    act(() => {
      const delivery = { state: 'waiting', waiting: 7, since: 0, reason: '', next: '' } as const;
      stage.notebooks.send(card({ delivery }));
    });
    await stage.pass();
    expect(screen.getByText(/MLflow is not available since/)).toBeTruthy();
    expect(
      screen.getByText(/Refused\. 7 records of this notebook wait .* Start it\./)
    ).toBeTruthy();
  });

  it('that the experiment is deleted, and restores it', async () => {
    stage.tracker.experimentList = [experiment({ lifecycleStage: 'deleted' })];
    await stage.create();
    expect(screen.getByText('The experiment iris is deleted')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Restore the experiment' }));
    await stage.pass();
    expect(stage.texts).toHaveLength(2);
  });

  it('that the server extension is missing', async () => {
    stage.server.trouble = 'Install it.';
    await stage.create();
    expect(screen.getByText('Install it.')).toBeTruthy();
  });
});
