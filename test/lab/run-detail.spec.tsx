import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { act, fireEvent, screen, within } from '@testing-library/react';
import { LiveRuns } from '../../src/lab/live-runs/live-runs.js';
import { RunDetailModel } from '../../src/lab/run-detail/run-detail-model.js';
import { RunDetailWidget } from '../../src/lab/run-detail/run-detail-widget.js';
import { rowOfWaiting } from '../../src/lab/rows/row-of-waiting.js';
import type { IListedRun } from '../../src/lab/tokens.js';
import { MlflowConnectionError } from '../../src/tracking/index.js';
import { FakeNotebooks } from './fakes/notebooks.js';
import { card, storedRun, toldRun } from './fakes/runs.js';
import { FakeTracker } from './fakes/tracker.js';
import { waitingRun } from './fakes/waiting.js';

// Draws on a canvas, which jsdom does not have; the browser's tests look at it.
jest.mock('uplot', () => ({
  __esModule: true,
  default: class {
    setSize(): void {
      /* nothing is drawn */
    }
    setData(): void {
      /* nothing is drawn */
    }
    destroy(): void {
      /* nothing is drawn */
    }
  }
}));

const trans = nullTranslator.load('test');

describe('the view of a run', () => {
  let notebooks: FakeNotebooks;
  let tracker: FakeTracker;
  let widget: RunDetailWidget;
  let opened: string[];

  async function pass(milliseconds = 100): Promise<void> {
    await act(() => jest.advanceTimersByTimeAsync(milliseconds));
  }

  async function create(
    run: { runId: string | null; clientRunId: string | null },
    listed: IListedRun | null = null
  ): Promise<void> {
    const live = new LiveRuns(notebooks);
    widget = new RunDetailWidget({
      model: new RunDetailModel({
        run,
        source: tracker,
        live,
        listed,
        readModel: () =>
          Promise.resolve(
            JSON.stringify({
              flavors: { tfjs: {} },
              signature: {
                inputs: '[{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,4]}}]'
              }
            })
          ),
        trans
      }),
      openMlflow: (experimentId, runId) => opened.push(`${experimentId}/${runId}`),
      keptWords: () => 'It is kept until MLflow is there.',
      trans
    });
    act(() => {
      Widget.attach(widget, document.body);
    });
    // The view is loaded when it is needed; its import takes real turns of the loop.
    for (let turn = 0; turn < 20; turn++) {
      await pass(50);
    }
  }

  beforeEach(() => {
    jest.useFakeTimers({ now: 100_000 });
    globalThis.ResizeObserver = class {
      observe(): void {
        /* sizes do not change here */
      }
      unobserve(): void {
        /* sizes do not change here */
      }
      disconnect(): void {
        /* sizes do not change here */
      }
    };
    notebooks = new FakeNotebooks();
    tracker = new FakeTracker();
    opened = [];
    tracker.runList = [
      storedRun('r', {
        name: 'otter',
        startTime: 0,
        endTime: 12_400,
        metrics: { loss: 0.0412345, val_loss: 0.05 },
        params: { epochs: '40', lr: '0.01' },
        tags: { team: 'blue', 'mlflow.user': 'ada', 'autolog.executionCount': '3' }
      })
    ];
    tracker.files.set('', [
      { path: 'model_summary.txt', isDirectory: false, size: 1234 },
      { path: 'notebook', isDirectory: true, size: null }
    ]);
    tracker.files.set('notebook', [
      { path: 'notebook/snapshot.ipynb', isDirectory: false, size: 5 }
    ]);
  });

  afterEach(() => {
    act(() => {
      widget.dispose();
    });
    jest.useRealTimers();
  });

  it('shows how it ended, its metrics, params, tags and where it comes from', async () => {
    await create({ runId: 'r', clientRunId: null });
    expect(screen.getByRole('heading', { name: 'otter' })).toBeTruthy();
    expect(screen.getByText('finished in 12.4 s')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'loss 0.04123, copy the whole value' })).toBeTruthy();
    const params = within(screen.getByRole('table', { name: 'params' }));
    expect(params.getByRole('row', { name: /^lr 0\.01/ })).toBeTruthy();
    const tags = within(screen.getByRole('table', { name: 'tags' }));
    expect(tags.getAllByRole('row')).toHaveLength(1);
    const origin = within(screen.getByRole('table', { name: 'origin' }));
    expect(origin.getByRole('row', { name: /^User ada/ })).toBeTruthy();
    expect(origin.getByRole('row', { name: /^Cell \[3\]/ })).toBeTruthy();
  });

  it('puts a metric and the same one on other data into one chart, with words for it', async () => {
    const point = (step: number, value: number) => ({ key: '', value, step, timestamp: step });
    tracker.histories.set('loss', [point(0, 1), point(1, 0.04)]);
    tracker.histories.set('val_loss', [point(0, 2), point(1, 0.05)]);
    await create({ runId: 'r', clientRunId: null });
    await pass();
    expect(
      screen.getByRole('img', {
        name: 'loss from 1 at step 0 to 0.04 at step 1; val_loss from 2 at step 0 to 0.05 at step 1'
      })
    ).toBeTruthy();
  });

  it('offers its files as downloads and opens folders', async () => {
    await create({ runId: 'r', clientRunId: null });
    const file = screen.getByRole('link', { name: /model_summary\.txt/ });
    expect(file.getAttribute('href')).toBe('/get/r/model_summary.txt');
    expect(file.textContent).toContain('1.23 kB');
    const folder = screen.getByText('notebook').closest('details') as HTMLDetailsElement;
    folder.open = true;
    fireEvent(folder, new Event('toggle'));
    await pass();
    expect(screen.getByRole('link', { name: /snapshot\.ipynb/ })).toBeTruthy();
  });

  it('searches many params', async () => {
    tracker.runList = [
      storedRun('r', {
        params: Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`param${n}`, `${n}`]))
      })
    ];
    await create({ runId: 'r', clientRunId: null });
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search params' }), {
      target: { value: 'param11' }
    });
    const params = within(screen.getByRole('table', { name: 'params' }));
    expect(params.getAllByRole('row')).toHaveLength(1);
  });

  it('follows a run of the kernel at each card, before the server knows of it', async () => {
    notebooks.send(card({ runs: [toldRun('client', { name: 'wren' })] }));
    await create({ runId: null, clientRunId: 'client' });
    act(() => {
      notebooks.send(card({ runs: [toldRun('client', { name: 'wren' })] }));
    });
    await pass(10);
    expect(screen.getByText(/epoch 3 of 20/)).toBeTruthy();
    const metric = { key: 'loss', last: 0.125, lastStep: 9, min: 0, max: 1, curve: [] };
    act(() => {
      notebooks.send(card({ runs: [toldRun('client', { metrics: [metric] })] }));
    });
    await pass(10);
    expect(screen.getByRole('button', { name: /^loss 0\.125/ })).toBeTruthy();
  });

  it('shows of a run that is kept what the list knows, and says that it is not delivered', async () => {
    const changed = new Signal<IListedRun, void>({} as IListedRun);
    const listed = { row: rowOfWaiting(waitingRun('client', { name: 'wren' })), changed };
    await create({ runId: null, clientRunId: 'client' }, listed);
    expect(screen.getByRole('heading', { name: 'wren' })).toBeTruthy();
    expect(screen.getByRole('button', { name: /^loss 0\.25/ })).toBeTruthy();
    expect(screen.getByText('Not yet delivered')).toBeTruthy();
    expect(screen.getByText('It is kept until MLflow is there.')).toBeTruthy();

    listed.row = { ...listed.row, runId: 'r', isKept: false };
    act(() => {
      changed.emit();
    });
    await pass();
    expect(screen.queryByText('Not yet delivered')).toBeNull();
    expect(screen.getByRole('table', { name: 'params' })).toBeTruthy();
  });

  it('asks every second for a run that goes on elsewhere, and rests when it has ended', async () => {
    tracker.runList = [storedRun('r', { status: 'RUNNING', metrics: { loss: 1 } })];
    await create({ runId: 'r', clientRunId: null });
    tracker.runList = [storedRun('r', { status: 'FINISHED', metrics: { loss: 0.5 } })];
    await pass(1100);
    expect(screen.getByRole('button', { name: /^loss 0\.5/ })).toBeTruthy();
    const get = jest.spyOn(tracker.runs, 'get');
    await pass(10_000);
    expect(get.mock.calls.length).toBeLessThan(2);
  });

  it('keeps what it shows while the server is away, and says so', async () => {
    await create({ runId: 'r', clientRunId: null });
    tracker.trouble = new MlflowConnectionError('refused');
    await pass(16_000);
    expect(screen.getByText(/does not answer/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'otter' })).toBeTruthy();
  });

  it('shows the dataset and the model', async () => {
    const [run] = tracker.runList;
    if (run === undefined) {
      throw new Error('The fake has a run');
    }
    const dataset = {
      name: 'iris',
      digest: 'abc123',
      sourceType: 'code',
      source: '{}',
      schema:
        '{"mlflow_tensorspec":{"features":"[{\\"type\\":\\"tensor\\",\\"tensor-spec\\":{\\"dtype\\":\\"float32\\",\\"shape\\":[-1,4]}}]"}}',
      profile: '{"features_shape":[150,4],"num_rows":150}'
    };
    tracker.runList = [
      {
        ...run,
        inputs: {
          datasets: [{ dataset, tags: [{ key: 'mlflow.data.context', value: 'train' }] }],
          models: []
        },
        outputs: { models: [{ modelId: 'm-1', step: 0 }] }
      }
    ];
    tracker.models.set('m-1', {
      modelId: 'm-1',
      experimentId: '1',
      name: 'model',
      modelType: 'tfjs',
      sourceRunId: 'r',
      artifactUri: '',
      status: 'LOGGED_MODEL_READY',
      statusMessage: null,
      creationTime: 0,
      lastUpdateTime: 0,
      tags: [],
      params: [],
      metrics: []
    });
    await create({ runId: 'r', clientRunId: null });
    const data = within(screen.getByRole('table', { name: 'iris' }));
    expect(data.getByRole('row', { name: /Name iris \(train\)/ })).toBeTruthy();
    expect(data.getByRole('row', { name: /Shape 150 rows, 150 × 4/ })).toBeTruthy();
    expect(data.getByRole('row', { name: /Type float32/ })).toBeTruthy();
    const model = within(screen.getByRole('table', { name: 'model' }));
    expect(model.getByRole('row', { name: /State ready/ })).toBeTruthy();
    expect(model.getByRole('row', { name: /Flavour tfjs/ })).toBeTruthy();
    expect(model.getByRole('row', { name: /Inputs float32 \? × 4/ })).toBeTruthy();
  });

  for (const [status, isFault] of [
    ['FAILED', true],
    ['FINISHED', false]
  ] as const) {
    it(`says why a run ended as ${status}, ${isFault ? '' : 'not '}as an error`, async () => {
      const reason = 'val_loss no longer improved';
      tracker.runList = [storedRun('r', { status, tags: { 'autolog.reason': reason } })];
      await create({ runId: 'r', clientRunId: null });
      const words = screen.getByText(reason);
      expect(words.classList.contains('jp-AutologFault')).toBe(isFault);
    });
  }
});
