import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { act, fireEvent, screen, within } from '@testing-library/react';
import { LiveRuns } from '../../src/lab/live-runs/live-runs.js';
import { NotebookRuns } from '../../src/lab/runs-panel/notebook-runs.js';
import { RunsPanel } from '../../src/lab/runs-panel/runs-panel.js';
import { RunsPanelModel } from '../../src/lab/runs-panel/runs-panel-model.js';
import type { ServerStatus, TrackerStatus } from '../../src/protocol/index.js';
import { FakeNotebook, FakeNotebooks } from './fakes/notebooks.js';
import { card, experiment, storedRun, toldRun } from './fakes/runs.js';
import { FakeTracker } from './fakes/tracker.js';

const trans = nullTranslator.load('test');

class FakeServer {
  readonly statusChanged = new Signal<this, void>(this) as never;
  status: ServerStatus | null = null;
  trouble: string | null = null;

  set tracker(tracker: Partial<TrackerStatus>) {
    this.status = {
      version: 1,
      tracker: {
        kind: 'embedded',
        state: 'ready',
        since: 0,
        location: '/home/ada/work',
        reason: null,
        next: null,
        ...tracker
      },
      waiting: { journals: 0, bytes: 0 },
      enabled: true
    };
    (this.statusChanged as unknown as Signal<this, void>).emit();
  }
}

describe('the runs panel', () => {
  let notebooks: FakeNotebooks;
  let tracker: FakeTracker;
  let server: FakeServer;
  let panel: RunsPanel;
  let opened: unknown[];

  async function pass(milliseconds = 500): Promise<void> {
    await act(() => jest.advanceTimersByTimeAsync(milliseconds));
  }

  async function create(): Promise<void> {
    const live = new LiveRuns(notebooks);
    const model = new RunsPanelModel({
      notebooks,
      server,
      pollInterval: 5000,
      createRuns: notebook =>
        new NotebookRuns({
          notebook,
          source: tracker,
          live,
          exists: () => Promise.resolve(true),
          trans
        })
    });
    panel = new RunsPanel({
      model,
      detail: {
        create: run => {
          opened.push(run);
          return new Widget();
        }
      },
      openMlflow: id => opened.push(id),
      trans
    });
    await act(async () => {
      Widget.attach(panel, document.body);
      await jest.advanceTimersByTimeAsync(1000);
    });
    await pass();
  }

  beforeEach(() => {
    jest.useFakeTimers({ now: 100_000 });
    // The list draws what fits, and jsdom gives everything no height.
    jest.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(480);
    jest.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(320);
    notebooks = new FakeNotebooks();
    tracker = new FakeTracker();
    tracker.experimentList = [experiment()];
    tracker.runList = [
      storedRun('a', { name: 'otter', startTime: 2000, metrics: { loss: 0.0412345, accuracy: 1 } }),
      storedRun('b', { name: 'finch', startTime: 1000, metrics: { loss: 0.5 } })
    ];
    server = new FakeServer();
    server.tracker = {};
    opened = [];
  });

  afterEach(() => {
    act(() => {
      panel.dispose();
    });
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  const items = (): HTMLElement[] => {
    const list = screen.queryByRole('listbox', { name: 'Runs' });
    return list === null ? [] : within(list).queryAllByRole('option');
  };
  const options = (): string[] => items().map(({ textContent }) => textContent);

  it('lists the runs of the notebook in front with rounded metrics', async () => {
    await create();
    expect(screen.getByRole('heading', { name: 'iris' })).toBeTruthy();
    expect(screen.getByText('2 runs')).toBeTruthy();
    expect(options()[0]).toMatch(/finished.*otter.*loss0\.04123.*accuracy1/);
    expect(screen.getByTitle('loss 0.0412345')).toBeTruthy();
  });

  it('says which store is shown', async () => {
    await create();
    expect(screen.getByText('/home/ada/work')).toBeTruthy();
  });

  it('shows another notebook when that comes to the front', async () => {
    await create();
    tracker.experimentList = [experiment({ experimentId: '2', name: 'other' })];
    tracker.runList = [storedRun('c', { name: 'heron' })];
    act(() => {
      notebooks.show(new FakeNotebook('other.ipynb'));
    });
    await pass();
    expect(screen.getByRole('heading', { name: 'other' })).toBeTruthy();
    expect(options()).toHaveLength(1);
  });

  it('shows the number of a card at once', async () => {
    await create();
    act(() => {
      notebooks.send(card({ runs: [toldRun('wren', { startTime: 99_000 })] }));
    });
    await pass(20);
    expect(options()[0]).toMatch(/running.*wren.*epoch 3 of 20.*\d s.*loss0\.5/);
  });

  it('is gone through by keys, and opens a run with Enter', async () => {
    await create();
    const list = screen.getByRole('listbox', { name: 'Runs' });
    const active = (): string =>
      document.getElementById(list.getAttribute('aria-activedescendant') ?? '')?.textContent ?? '';
    expect(active()).toContain('otter');
    fireEvent.keyDown(list, { key: 'ArrowDown' });
    expect(active()).toContain('finch');
    fireEvent.keyDown(list, { key: 'ArrowDown' });
    expect(active()).toContain('finch');
    fireEvent.keyDown(list, { key: 'Home' });
    expect(active()).toContain('otter');
    fireEvent.keyDown(list, { key: 'Enter' });
    expect(opened).toEqual([expect.objectContaining({ runId: 'a' })]);
  });

  it('goes back to the list, with a button or Escape', async () => {
    await create();
    items()[0]?.click();
    await pass();
    const back = screen.getByRole('button', { name: 'All runs' });
    expect(document.activeElement).toBe(back);
    back.click();
    await pass();
    expect(screen.queryByRole('button', { name: 'All runs' })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('listbox'));
    items()[1]?.click();
    await pass();
    fireEvent.keyDown(screen.getByRole('button', { name: 'All runs' }), { key: 'Escape' });
    expect(screen.queryByRole('button', { name: 'All runs' })).toBeNull();
  });

  it('draws what is in view of any number of runs', async () => {
    tracker.runList = Array.from({ length: 2000 }, (_, index) =>
      storedRun(`run-${index}`, { startTime: index })
    );
    await create();
    expect(screen.getByText('2,000 runs')).toBeTruthy();
    expect(options().length).toBeGreaterThan(5);
    expect(options().length).toBeLessThan(60);
    expect(items()[0]?.getAttribute('aria-setsize')).toBe('2000');
  });

  it('searches as one types, and says what is wrong', async () => {
    await create();
    const box = screen.getByRole('searchbox', { name: 'Search runs' });
    fireEvent.change(box, { target: { value: 'fin' } });
    await pass();
    expect(options()).toHaveLength(1);
    fireEvent.change(box, { target: { value: 'nothing > 1' } });
    await pass();
    expect(box.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText(/No metric or param of these runs is called nothing/)).toBeTruthy();
    expect(options()).toHaveLength(1);
    fireEvent.change(box, { target: { value: 'zebra' } });
    await pass();
    expect(screen.getByText('No run matches')).toBeTruthy();
    fireEvent.keyDown(box, { key: 'Escape' });
    await pass();
    expect(options()).toHaveLength(2);
  });

  it('sorts by a metric, the better ones first, and the other way round', async () => {
    await create();
    fireEvent.change(screen.getByRole('combobox', { name: 'Sort runs by' }), {
      target: { value: 'accuracy' }
    });
    await pass();
    expect(screen.getByRole('button', { name: 'Highest first' })).toBeTruthy();
    fireEvent.change(screen.getByRole('combobox', { name: 'Sort runs by' }), {
      target: { value: 'loss' }
    });
    await pass();
    expect(options()[0]).toContain('otter');
    screen.getByRole('button', { name: 'Lowest first' }).click();
    await pass();
    expect(options()[0]).toContain('finch');
  });

  describe('says in words', () => {
    it('that no notebook is open', async () => {
      notebooks = new FakeNotebooks(null);
      await create();
      expect(screen.getByText('No notebook is open')).toBeTruthy();
    });

    it('that there are no runs yet, and how to make some', async () => {
      tracker.runList = [];
      await create();
      expect(screen.getByText('No runs yet')).toBeTruthy();
      expect(screen.getByText(/Run a cell that trains a model/)).toBeTruthy();
    });

    it('that the kernel is not one that is recorded', async () => {
      tracker.experimentList = [];
      (notebooks.current as FakeNotebook).kernelName = 'python3';
      await create();
      expect(screen.getByText('The kernel python3 is not recorded')).toBeTruthy();
    });

    it('nothing of the kernel where there are runs all the same', async () => {
      (notebooks.current as FakeNotebook).kernelName = 'python3';
      await create();
      expect(options()).toHaveLength(2);
      expect(screen.queryByText(/is not recorded/)).toBeNull();
    });

    it('that the tracking server is starting, and shows the runs when it has', async () => {
      server.tracker = { state: 'starting' };
      tracker.trouble = new Error('asked too early');
      await create();
      await pass(20_000);
      expect(screen.getByText('MLflow is starting')).toBeTruthy();
      expect(screen.queryByText(/asked too early/)).toBeNull();
      tracker.trouble = null;
      act(() => {
        server.tracker = { state: 'ready' };
      });
      await pass();
      expect(screen.queryByText('MLflow is starting')).toBeNull();
      expect(options()).toHaveLength(2);
    });

    it('that the tracking server is away, why, and how much waits', async () => {
      server.tracker = { state: 'unreachable', reason: 'Refused.', next: 'Start it.' };
      notebooks = new FakeNotebooks();
      await create();
      act(() => {
        const delivery = { state: 'waiting', waiting: 7, since: 0, reason: '', next: '' } as const;
        notebooks.send(card({ delivery }));
      });
      await pass();
      expect(screen.getByText(/MLflow can’t be reached since/)).toBeTruthy();
      expect(
        screen.getByText(/Refused\. 7 records of this notebook wait .* Start it\./)
      ).toBeTruthy();
    });

    it('that the experiment is deleted, and restores it', async () => {
      tracker.experimentList = [experiment({ lifecycleStage: 'deleted' })];
      await create();
      expect(screen.getByText('The experiment iris is deleted')).toBeTruthy();
      screen.getByRole('button', { name: 'Restore the experiment' }).click();
      await pass();
      expect(options()).toHaveLength(2);
    });

    it('that the server extension is missing', async () => {
      server.trouble = 'Install it.';
      await create();
      expect(screen.getByText('Install it.')).toBeTruthy();
    });
  });

  it('asks for nothing while it is hidden', async () => {
    await create();
    act(() => {
      panel.hide();
    });
    const asked = tracker.searches.length;
    await pass(60_000);
    expect(tracker.searches).toHaveLength(asked);
    act(() => {
      panel.show();
    });
    await pass();
    expect(tracker.searches.length).toBeGreaterThan(asked);
  });
});
