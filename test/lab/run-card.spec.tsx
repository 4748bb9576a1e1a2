import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, screen } from '@testing-library/react';
import { Widget } from '@lumino/widgets';
import { LiveRuns } from '../../src/lab/live-runs/live-runs.js';
import { runCardFactory } from '../../src/lab/run-card/run-card-renderer.js';
import type { RunCardRenderer } from '../../src/lab/run-card/run-card-renderer.js';
import { rowOfRun } from '../../src/lab/rows/row-of-run.js';
import type { RunRow } from '../../src/lab/rows/run-row.js';
import { RUN_CARD_MIME_TYPE } from '../../src/protocol/index.js';
import type { RunCard } from '../../src/protocol/index.js';
import { FakeNotebooks } from './fakes/notebooks.js';
import { card, storedRun, toldRun } from './fakes/runs.js';

type Factory = ReturnType<typeof runCardFactory>;

describe('the run card', () => {
  let notebooks: FakeNotebooks;
  let opened: string[];
  let stored: RunRow[];
  let factory: Factory;
  let renderer: RunCardRenderer;

  async function show(data: unknown): Promise<void> {
    await act(async () => {
      await renderer.renderModel({
        data: { [RUN_CARD_MIME_TYPE]: data as never },
        metadata: {},
        trusted: false,
        setData: () => undefined
      });
      await renderer.renderPromise;
    });
  }

  /** As when the kernel sends a card: Lab hands it to the output and to those who listen. */
  async function send(sent: RunCard): Promise<void> {
    act(() => {
      notebooks.send(sent);
    });
    await show(sent);
  }

  beforeEach(async () => {
    jest.useFakeTimers({ now: 65_000 });
    notebooks = new FakeNotebooks();
    opened = [];
    stored = [];
    factory = runCardFactory({
      live: new LiveRuns(notebooks),
      lookUp: () => Promise.resolve(stored),
      actions: () => ({
        openRun: runId => opened.push(`run ${runId}`),
        openMlflow: (experimentId, runId) => opened.push(`mlflow ${experimentId} ${runId}`)
      }),
      trans: nullTranslator.load('test')
    });
    renderer = factory.createRenderer({} as never) as RunCardRenderer;
    await act(async () => {
      Widget.attach(renderer, document.body);
      jest.advanceTimersByTime(100);
      await renderer.renderPromise;
    });
  });

  afterEach(() => {
    act(() => {
      renderer.dispose();
    });
    jest.useRealTimers();
  });

  it('goes before HTML, and is shown in untrusted notebooks', () => {
    expect(factory.defaultRank).toBeLessThan(50);
    expect(factory.safe).toBe(true);
  });

  it('shows a finished run with its span, epochs and rounded metrics', async () => {
    const metric = { key: 'loss', last: 0.0412345678, lastStep: 1, min: 0, max: 1, curve: [] };
    await show(
      card({
        experiment: { name: 'iris', id: '1' },
        runs: [
          toldRun('brisk-otter', {
            status: 'FINISHED',
            startTime: 0,
            endTime: 12_400,
            progress: { unit: 'epoch', done: 40, total: 40 },
            metrics: [metric]
          })
        ]
      })
    );
    expect(screen.getByText('brisk-otter')).toBeTruthy();
    expect(screen.getAllByText('finished in 12.4 s, 40 epochs').length).toBeGreaterThan(0);
    const value = screen.getByRole('button', { name: 'loss 0.04123, copy the whole value' });
    expect(value.title).toContain('0.0412345678');
    expect(screen.getByText('Logged 1 run to experiment iris')).toBeTruthy();
  });

  it('counts the seconds of a running run', async () => {
    await send(card({ runs: [toldRun('run', { startTime: 60_000 })] }));
    expect(screen.getByText('epoch 3 of 20')).toBeTruthy();
    expect(
      screen.getByRole('progressbar', { name: 'Progress of run' }).getAttribute('aria-valuenow')
    ).toBe('3');
    expect(screen.getByText('5 s')).toBeTruthy();
    await act(() => jest.advanceTimersByTimeAsync(3500));
    expect(screen.getByText('8 s')).toBeTruthy();
  });

  it('does not count for a run that was only saved as running', async () => {
    await show(card());
    expect(screen.getAllByText('was running when the notebook was saved')[0]).toBeTruthy();
    expect(screen.queryByRole('progressbar')).toBeNull();
    const before = document.body.textContent;
    await act(() => jest.advanceTimersByTimeAsync(5000));
    expect(document.body.textContent).toBe(before);
  });

  it('learns from the server how such a run ended', async () => {
    stored = [rowOfRun(storedRun('r', { status: 'FINISHED', startTime: 0, endTime: 3000 }))];
    await show(card({ runs: [toldRun('run', { runId: 'r', startTime: 0 })] }));
    await act(() => jest.advanceTimersByTimeAsync(10));
    expect(screen.getAllByText('finished in 3 s, 3 epochs')[0]).toBeTruthy();
  });

  it('says that the kernel ended while the run went on', async () => {
    await send(card());
    act(() => {
      notebooks.kernelEnded.emit({ kernelId: 'kernel' });
    });
    expect(screen.getAllByText('the kernel ended while it was running')[0]).toBeTruthy();
  });

  it('takes up again with a kernel that goes on after the page was loaded anew', async () => {
    await show(card());
    act(() => {
      notebooks.send(
        card({ runs: [toldRun('run', { progress: { unit: 'epoch', done: 9, total: 20 } })] })
      );
    });
    expect(screen.getByText('epoch 9 of 20')).toBeTruthy();
  });

  it('keeps its elements while numbers change', async () => {
    await send(card());
    const value = screen.getByRole('button', { name: /^loss/ });
    const metric = { key: 'loss', last: 0.25, lastStep: 3, min: 0.25, max: 1, curve: [] };
    await send(card({ runs: [toldRun('run', { metrics: [metric] })] }));
    expect(screen.getByRole('button', { name: /^loss/ })).toBe(value);
    expect(value.textContent).toBe('0.25');
  });

  it('gives the reason of a failed run', async () => {
    await show(
      card({ runs: [toldRun('run', { status: 'FAILED', endTime: 7000, reason: 'Bad shape' })] })
    );
    expect(screen.getByText('Bad shape')).toBeTruthy();
    expect(screen.getAllByText('failed after 2 s, 3 epochs')[0]).toBeTruthy();
  });

  it('speaks of the end of a run, and not of the steps on the way', async () => {
    await send(card());
    const region = screen.getByRole('status');
    expect(region.textContent).toBe('');
    await send(card({ runs: [toldRun('run', { status: 'FINISHED', endTime: 6000 })] }));
    expect(region.textContent).toBe('finished in 1 s, 3 epochs');
  });

  it.each([
    [
      { state: 'waiting', waiting: 1240, since: 0, reason: 'No answer.', next: 'Nothing to do.' },
      /1240 records wait for MLflow since .* No answer\./
    ],
    [
      { state: 'offline', next: 'Switch it off.' },
      /Kept on this machine and not delivered to MLflow/
    ],
    [
      { state: 'refused', refused: 1, reason: 'Bad name.', next: 'See file.' },
      /refused 1 record; .* Bad name\./
    ],
    [
      { state: 'not-recorded', reason: 'Disk full.', next: 'Free some.' },
      /not recorded\. Disk full\./
    ]
  ] as const)('says in words that the delivery is %j', async (delivery, words) => {
    await show(card({ delivery }));
    expect(screen.getByText(words)).toBeTruthy();
    expect(screen.getByText(delivery.next)).toBeTruthy();
  });

  it('tells of faults inside autologging', async () => {
    await show(card({ faults: ['The input example is too large.'] }));
    expect(screen.getByText('The input example is too large.')).toBeTruthy();
  });

  it('opens the run, and MLflow', async () => {
    const runs = [toldRun('run', { runId: 'r', status: 'FINISHED', endTime: 6000 })];
    await show(card({ runs, experiment: { name: 'iris', id: '1' } }));
    fireEvent.click(screen.getByRole('button', { name: 'Open run' }));
    fireEvent.click(screen.getByRole('button', { name: 'Open in MLflow' }));
    expect(opened).toEqual(['run r', 'mlflow 1 r']);
  });

  it('offers nothing to open before the server knows of it', async () => {
    await show(card());
    expect(screen.queryByRole('button', { name: 'Open run' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Open in MLflow' })).toBeNull();
  });

  it('says how many of many runs it shows', async () => {
    const runs = ['a', 'b'].map(id => toldRun(id, { status: 'FINISHED', endTime: 6000 }));
    await show(card({ runs, totalRuns: 25 }));
    expect(
      screen.getByText(/Logged 25 runs to experiment iris \(the newest 2 are shown\)/)
    ).toBeTruthy();
  });

  it.each([[null], [{}], [{ ...card(), version: 2 }], [{ ...card(), runs: [{}] }], ['text']])(
    'says that it can’t read %j',
    async data => {
      await show(data);
      expect(screen.getByText(/can’t be read/)).toBeTruthy();
    }
  );
});
