import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { act, screen, within } from '@testing-library/react';
import { LiveRuns } from '../../../src/lab/live-runs/live-runs.js';
import { NotebookRuns } from '../../../src/lab/runs-panel/notebook-runs.js';
import { RunsPanel } from '../../../src/lab/runs-panel/runs-panel.js';
import { RunsPanelModel } from '../../../src/lab/runs-panel/runs-panel-model.js';
import type { ServerStatus, TrackerStatus } from '../../../src/protocol/index.js';
import type { IListedRun } from '../../../src/lab/tokens.js';
import { FakeNotebooks } from './notebooks.js';
import { experiment, storedRun } from './runs.js';
import { FakeTracker } from './tracker.js';
import { FakeWaiting } from './waiting.js';

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

/** The runs panel in a document, with everything around it made up and its time standing still. */
export class PanelStage {
  notebooks = new FakeNotebooks();
  readonly tracker = new FakeTracker();
  readonly waiting = new FakeWaiting();
  readonly server = new FakeServer();
  /** Runs and experiments that were opened, oldest first. */
  readonly opened: unknown[] = [];
  /** What the list said of them. */
  readonly listed: IListedRun[] = [];
  private _panel: RunsPanel | null = null;

  constructor() {
    jest.useFakeTimers({ now: 100_000 });
    // The list draws what fits, and jsdom gives everything no height.
    jest.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(480);
    jest.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(320);
    this.tracker.experimentList = [experiment()];
    this.tracker.runList = [
      storedRun('a', { name: 'otter', startTime: 2000, metrics: { loss: 0.0412345, accuracy: 1 } }),
      storedRun('b', { name: 'finch', startTime: 1000, metrics: { loss: 0.5 } })
    ];
    this.server.tracker = {};
  }

  get panel(): RunsPanel {
    if (this._panel === null) {
      throw new Error('The panel is not created yet.');
    }
    return this._panel;
  }

  /** Shows the panel, and lets it ask for what it needs. */
  async create(): Promise<void> {
    const { notebooks, server, tracker, waiting, opened, listed } = this;
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
          waiting,
          exists: () => Promise.resolve(true),
          trans
        })
    });
    const panel = new RunsPanel({
      model,
      detail: {
        create: (run, row) => {
          opened.push(run);
          if (row !== null) {
            listed.push(row);
          }
          return new Widget();
        }
      },
      openMlflow: id => opened.push(id),
      trans
    });
    this._panel = panel;
    await act(async () => {
      Widget.attach(panel, document.body);
      await jest.advanceTimersByTimeAsync(1000);
    });
    await this.pass();
  }

  async pass(milliseconds = 500): Promise<void> {
    await act(() => jest.advanceTimersByTimeAsync(milliseconds));
  }

  end(): void {
    act(() => {
      this._panel?.dispose();
    });
    jest.restoreAllMocks();
    jest.useRealTimers();
  }

  /** The rows that are drawn. */
  get rows(): readonly HTMLElement[] {
    const list = screen.queryByRole('listbox', { name: 'Runs' });
    return list === null ? [] : within(list).queryAllByRole('option');
  }

  /** Their texts. */
  get texts(): readonly string[] {
    return this.rows.map(({ textContent }) => textContent);
  }
}
