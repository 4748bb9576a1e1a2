import { nullTranslator } from '@jupyterlab/translation';
import { LiveRuns } from '../../src/lab/live-runs/live-runs.js';
import { NotebookRuns } from '../../src/lab/runs-panel/notebook-runs.js';
import { TAGS } from '../../src/protocol/index.js';
import { MlflowConnectionError } from '../../src/tracking/index.js';
import { FakeNotebooks } from './fakes/notebooks.js';
import type { FakeNotebook } from './fakes/notebooks.js';
import { card, experiment, storedRun, toldRun } from './fakes/runs.js';
import { settle } from './fakes/settle.js';
import { FakeTracker } from './fakes/tracker.js';
import { FakeWaiting, waitingRun } from './fakes/waiting.js';

describe('NotebookRuns', () => {
  let notebooks: FakeNotebooks;
  let notebook: FakeNotebook;
  let tracker: FakeTracker;
  let waiting: FakeWaiting;
  let files: string[];
  let runs: NotebookRuns;

  const names = (): string[] => runs.listing.rows.map(({ name }) => name);

  function create(): void {
    runs = new NotebookRuns({
      notebook,
      source: tracker,
      live: new LiveRuns(notebooks),
      waiting,
      exists: path => Promise.resolve(files.includes(path)),
      trans: nullTranslator.load('test')
    });
  }

  beforeEach(() => {
    notebooks = new FakeNotebooks();
    notebook = notebooks.current as FakeNotebook;
    tracker = new FakeTracker();
    waiting = new FakeWaiting();
    tracker.experimentList = [experiment()];
    tracker.runList = [
      storedRun('old', { startTime: 1000, metrics: { loss: 0.1 } }),
      storedRun('new', { startTime: 2000, metrics: { loss: 0.9 } })
    ];
    files = ['iris.ipynb'];
    create();
  });

  afterEach(() => {
    runs.dispose();
  });

  describe('finding the experiment', () => {
    it('asks for nothing until somebody looks', async () => {
      await settle();
      expect(tracker.searches).toEqual([]);
      expect(runs.isLoaded).toBe(false);
    });

    it('finds it by the path without the ending', async () => {
      notebook.path = 'folder/my iris.ipynb';
      tracker.experimentList = [experiment({ name: 'folder/my iris' })];
      runs.isActive = true;
      await settle();
      expect(names()).toEqual(['new', 'old']);
    });

    it('follows the id to an experiment of another name whose notebook is gone', async () => {
      notebook.notebookId = 'id';
      const tags = [{ key: TAGS.notebookId, value: 'id' }];
      tracker.experimentList = [experiment({ name: 'before', tags })];
      runs.isActive = true;
      await settle();
      expect(runs.experiment?.name).toBe('before');
    });

    it('does not take the experiment of the notebook that it was copied from', async () => {
      notebook.notebookId = 'id';
      notebook.path = 'copy.ipynb';
      const tags = [{ key: TAGS.notebookId, value: 'id' }];
      tracker.experimentList = [experiment({ tags })];
      runs.isActive = true;
      await settle();
      expect(runs.experiment).toBeNull();
      expect(runs.isLoaded).toBe(true);
    });

    it('follows the kernel to the experiment that it logs to', async () => {
      tracker.experimentList = [experiment({ experimentId: '7', name: 'by hand' })];
      runs.isActive = true;
      await settle();
      expect(runs.experiment).toBeNull();
      notebooks.send(card({ experiment: { name: 'by hand', id: '7' } }));
      await settle();
      expect(runs.experiment?.name).toBe('by hand');
    });

    it('says that it is deleted, and restores it', async () => {
      tracker.experimentList = [experiment({ lifecycleStage: 'deleted' })];
      runs.isActive = true;
      await settle();
      expect(runs.isDeleted).toBe(true);
      expect(names()).toEqual([]);
      await runs.restore();
      expect(tracker.restored).toEqual(['1']);
      expect(runs.isDeleted).toBe(false);
      expect(names()).toEqual(['new', 'old']);
    });

    it('looks again when the notebook moves', async () => {
      runs.isActive = true;
      await settle();
      tracker.experimentList = [experiment({ experimentId: '2', name: 'moved' })];
      notebook.path = 'moved.ipynb';
      notebook.pathChanged.emit();
      await settle();
      expect(runs.experiment?.name).toBe('moved');
    });
  });

  describe('live', () => {
    it('shows a run at its first card, before the server knows of it', () => {
      tracker.experimentList = [];
      notebooks.send(card({ runs: [toldRun('client')] }));
      expect(runs.listing.rows[0]).toMatchObject({
        name: 'client',
        status: 'RUNNING',
        isLive: true
      });
    });

    it('shows a run once when the server knows of it, too', async () => {
      tracker.runList = [
        storedRun('r', { status: 'RUNNING', tags: { [TAGS.clientRunId]: 'client' } })
      ];
      notebooks.send(card({ runs: [toldRun('client', { name: 'told' })] }));
      runs.isActive = true;
      await settle();
      expect(names()).toEqual(['r']);
      expect(runs.listing.rows[0]).toMatchObject({ runId: 'r', isLive: true });
      expect(runs.listing.rows[0]?.metrics[0]).toMatchObject({ key: 'loss', value: 0.5 });
    });

    it('takes the word of the server on a run that has ended there', async () => {
      tracker.runList = [
        storedRun('r', {
          status: 'FAILED',
          metrics: { loss: 0.25 },
          tags: { [TAGS.clientRunId]: 'client' }
        })
      ];
      notebooks.send(card({ runs: [toldRun('client')] }));
      runs.isActive = true;
      await settle();
      const row = runs.listing.rows[0];
      expect(row).toMatchObject({ status: 'FAILED', isLive: false });
      expect(row?.metrics[0]).toMatchObject({
        value: 0.25,
        curve: [
          [0, 1],
          [2, 0.5]
        ]
      });
    });

    it('does not claim that a run goes on when its kernel has ended', () => {
      notebooks.send(card());
      notebooks.kernelEnded.emit({ kernelId: 'kernel' });
      expect(runs.listing.rows[0]?.status).toBe('UNKNOWN');
    });

    it('keeps to its own notebook', () => {
      const { cardArrived } = notebooks;
      const other = new FakeNotebooks().current as FakeNotebook;
      cardArrived.emit({ card: card(), notebook: other, executionId: 'x' });
      expect(names()).toEqual([]);
    });
  });

  describe('what journals hold', () => {
    it('is listed by its time, marked, before the server knows of it', async () => {
      waiting.runs = [waitingRun('kept', { startTime: 1500 })];
      runs.isActive = true;
      await settle();
      await runs.kept.look();
      expect(runs.listing.rows.map(({ name, isKept }) => [name, isKept])).toEqual([
        ['new', false],
        ['kept', true],
        ['old', false]
      ]);
    });

    it('is listed where no server answers', async () => {
      tracker.trouble = new MlflowConnectionError('refused');
      waiting.runs = [waitingRun('kept')];
      runs.isActive = true;
      await settle();
      await runs.kept.look();
      expect(names()).toEqual(['kept']);
    });

    it('is the server’s row once the server has the run, and never listed twice', async () => {
      waiting.runs = [waitingRun('client')];
      await runs.kept.look();
      tracker.runList = [storedRun('r', { tags: { [TAGS.clientRunId]: 'client' } })];
      runs.isActive = true;
      await settle();
      expect(names()).toEqual(['r']);
      expect(runs.listing.rows[0]?.isKept).toBe(false);
    });

    it('is one row with what the card tells, which knows more', async () => {
      waiting.runs = [waitingRun('client', { status: 'RUNNING' })];
      notebooks.send(card({ runs: [toldRun('client')] }));
      await runs.kept.look();
      expect(runs.listing.rows).toHaveLength(1);
      expect(runs.listing.rows[0]).toMatchObject({ isLive: true, isKept: false });
      notebooks.kernelEnded.emit({ kernelId: 'kernel' });
      expect(runs.listing.rows[0]).toMatchObject({ isLive: false, isKept: true });
    });

    it('is marked while its kernel says that it waits', () => {
      const waits = { state: 'waiting', waiting: 9, since: 0, reason: '', next: '' } as const;
      notebooks.send(card({ runs: [toldRun('client')], delivery: waits }));
      expect(runs.listing.rows[0]?.isKept).toBe(true);
      const offline = { state: 'offline', next: '' } as const;
      notebooks.send(card({ runs: [toldRun('client')], delivery: offline }));
      expect(runs.listing.rows[0]?.isKept).toBe(true);
      const delivered = { state: 'delivered' } as const;
      notebooks.send(card({ runs: [toldRun('client')], delivery: delivered }));
      expect(runs.listing.rows[0]?.isKept).toBe(false);
    });
  });

  describe('polling', () => {
    it('brings runs that others began, and how running ones ended', async () => {
      tracker.runList = [storedRun('a', { status: 'RUNNING', startTime: 1000 })];
      runs.isActive = true;
      await settle();
      tracker.runList = [
        storedRun('a', { status: 'FINISHED', startTime: 1000 }),
        storedRun('b', { startTime: 3000 })
      ];
      await runs.poll();
      expect(runs.listing.rows.map(({ name, status }) => [name, status])).toEqual([
        ['b', 'FINISHED'],
        ['a', 'FINISHED']
      ]);
    });

    it('does not emit when nothing is new', async () => {
      runs.isActive = true;
      await settle();
      let count = 0;
      runs.changed.connect(() => {
        count += 1;
      });
      await runs.poll();
      expect(count).toBe(0);
    });

    it('finds an experiment that is made later', async () => {
      tracker.experimentList = [];
      runs.isActive = true;
      await settle();
      tracker.experimentList = [experiment()];
      await runs.poll();
      expect(names()).toEqual(['new', 'old']);
    });

    it('keeps the rows while the server is away, says why, and recovers', async () => {
      runs.isActive = true;
      await settle();
      tracker.trouble = new MlflowConnectionError('refused');
      await runs.poll();
      expect(runs.trouble).toMatch(/does not answer/);
      expect(names()).toEqual(['new', 'old']);
      tracker.trouble = null;
      await runs.poll();
      expect(runs.trouble).toBeNull();
    });
  });

  it('drops an answer that comes after the notebook is closed', async () => {
    runs.isActive = true;
    runs.dispose();
    let count = 0;
    runs.changed.connect(() => {
      count += 1;
    });
    await settle();
    expect(count).toBe(0);
  });
});
