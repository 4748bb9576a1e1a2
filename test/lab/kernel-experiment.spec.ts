import { nullTranslator } from '@jupyterlab/translation';
import { LiveRuns } from '../../src/lab/live-runs/live-runs.js';
import { NotebookRuns } from '../../src/lab/runs-panel/notebook-runs.js';
import { TAGS } from '../../src/protocol/index.js';
import { FakeNotebooks } from './fakes/notebooks.js';
import type { FakeNotebook } from './fakes/notebooks.js';
import { card, experiment, storedRun, toldRun } from './fakes/runs.js';
import { settle } from './fakes/settle.js';
import { FakeTracker } from './fakes/tracker.js';
import { FakeWaiting, waitingRun } from './fakes/waiting.js';

describe('a kernel that logs to another experiment than its notebook’s', () => {
  let notebooks: FakeNotebooks;
  let tracker: FakeTracker;
  let waiting: FakeWaiting;
  let runs: NotebookRuns;

  const names = (): string[] => runs.listing.rows.map(({ name }) => name);
  const logTo = async (name: string, id: string | null, run = 'live'): Promise<void> => {
    notebooks.send(card({ experiment: { name, id }, runs: [toldRun(run)] }));
    await settle();
  };

  beforeEach(async () => {
    notebooks = new FakeNotebooks();
    tracker = new FakeTracker();
    waiting = new FakeWaiting();
    tracker.experimentList = [experiment(), experiment({ experimentId: '7', name: 'shared' })];
    tracker.runList = [storedRun('own'), storedRun('theirs', { experimentId: '7' })];
    runs = new NotebookRuns({
      notebook: notebooks.current as FakeNotebook,
      source: tracker,
      live: new LiveRuns(notebooks),
      waiting,
      exists: path => Promise.resolve(path === 'iris.ipynb'),
      trans: nullTranslator.load('test')
    });
    runs.isActive = true;
    await settle();
  });

  afterEach(() => {
    runs.dispose();
  });

  it('is none while it logs to the notebook’s own', async () => {
    await logTo('iris', '1');
    expect(runs.elsewhere).toBeNull();
    expect(names()).toEqual(['live', 'own']);
  });

  it('has the runs of that experiment shown', async () => {
    await logTo('shared', '7');
    expect(runs.elsewhere).toEqual({ name: 'shared', id: '7' });
    expect(runs.experimentName).toBe('shared');
    expect(names()).toEqual(['live', 'theirs']);
  });

  it('is known by the name before the server gave an id', async () => {
    await logTo('shared', null);
    expect(runs.experimentName).toBe('shared');
    expect(names()).toEqual(['live', 'theirs']);
  });

  it('is known also where the experiment is still to be made', async () => {
    await logTo('brand new', null);
    expect(runs.experimentName).toBe('brand new');
    expect(names()).toEqual(['live']);
  });

  it('is not forgotten when news of an older execution come', async () => {
    const own = card({ executionCount: 1, runs: [toldRun('before')] });
    notebooks.send(own);
    notebooks.send(
      card({ executionCount: 2, experiment: { name: 'shared', id: '7' }, runs: [toldRun('live')] })
    );
    await settle();
    notebooks.send({ ...own, delivery: { state: 'delivered' } });
    await settle();
    expect(runs.experimentName).toBe('shared');
    expect(names()).toEqual(['live', 'theirs']);
  });

  it('leaves a way to the notebook’s own runs and back', async () => {
    await logTo('shared', '7');
    await runs.showOwn(true);
    expect(runs.experimentName).toBe('iris');
    expect(names()).toEqual(['own']);
    expect(runs.elsewhere?.name).toBe('shared');
    await logTo('shared', '7', 'next');
    expect(names()).toEqual(['own']);
    await runs.showOwn(false);
    expect(names()).toEqual(['next', 'theirs']);
  });

  it('is so until the kernel is restarted', async () => {
    await logTo('shared', '7');
    notebooks.kernelEnded.emit({ kernelId: 'kernel' });
    await settle();
    expect(runs.elsewhere).toBeNull();
    expect(runs.experimentName).toBe('iris');
    expect(names()).toEqual(['own']);
  });

  it('takes kept runs of the experiment that is shown, and no others', async () => {
    waiting.runs = [
      waitingRun('kept own', { startTime: 10 }),
      waitingRun('kept there', { experiment: 'shared', startTime: 10 })
    ];
    await runs.kept.look();
    expect(names()).toEqual(['own', 'kept own']);
    await logTo('shared', '7');
    expect(names()).toEqual(['live', 'theirs', 'kept there']);
  });

  it('is none where the notebook was renamed under its kernel', async () => {
    runs.notebook.setNotebookId('id');
    const tags = [{ key: TAGS.notebookId, value: 'id' }];
    tracker.experimentList = [experiment({ experimentId: '7', name: 'before', tags })];
    await logTo('before', '7');
    expect(runs.elsewhere).toBeNull();
    expect(runs.experimentName).toBe('before');
  });
});
