import { KeptRuns } from '../../src/lab/runs-panel/kept-runs.js';
import { FakeNotebook } from './fakes/notebooks.js';
import { settle } from './fakes/settle.js';
import { FakeWaiting, NOTHING, waitingRun } from './fakes/waiting.js';

const REFUSED = {
  records: 2,
  reason: 'Too long.',
  time: 5000,
  files: [{ path: '/home/rejects/j.jsonl', records: 3 }]
};

describe('KeptRuns', () => {
  let notebook: FakeNotebook;
  let source: FakeWaiting;
  let kept: KeptRuns;
  let changes: number;

  const names = (): string[] => kept.runs.map(({ name }) => name);

  beforeEach(() => {
    notebook = new FakeNotebook('folder/iris.ipynb');
    source = new FakeWaiting();
    kept = new KeptRuns(notebook, source);
    changes = 0;
    kept.changed.connect(() => {
      changes += 1;
    });
  });

  afterEach(() => {
    kept.dispose();
  });

  it('asks for nothing until it is told to look', async () => {
    await settle();
    expect(source.asked).toEqual([]);
    expect(kept.runs).toEqual([]);
  });

  it('has the runs of its own notebook', async () => {
    source.runs = [waitingRun('a')];
    await kept.look();
    expect(source.asked).toEqual(['folder/iris.ipynb']);
    expect(names()).toEqual(['a']);
    expect(kept.has('a')).toBe(true);
    expect(kept.has('b')).toBe(false);
  });

  it('does not emit when nothing is new', async () => {
    source.runs = [waitingRun('a')];
    await kept.look();
    source.runs = [waitingRun('a')];
    await kept.look();
    expect(changes).toBe(1);
  });

  it('asks on while there is more to read, and shows what there is meanwhile', async () => {
    const first = { ...NOTHING, runs: [waitingRun('a')], totalRuns: 1, isComplete: false };
    const last = { ...NOTHING, runs: [waitingRun('b'), waitingRun('a')], totalRuns: 2 };
    source.answers = [first, last];
    const shown: string[][] = [];
    kept.changed.connect(() => shown.push(names()));
    await kept.look();
    expect(shown).toEqual([['a'], ['b', 'a']]);
  });

  it('keeps what it knows when no answer comes', async () => {
    source.runs = [waitingRun('a')];
    await kept.look();
    source.trouble = new Error('gone');
    await kept.look();
    expect(names()).toEqual(['a']);
  });

  it('drops an answer for the path that the notebook had before', async () => {
    source.runs = [waitingRun('a')];
    const looking = kept.look();
    notebook.path = 'moved.ipynb';
    notebook.pathChanged.emit();
    await looking;
    expect(names()).toEqual([]);
  });

  it('tells no more of what was refused once a person has seen it', async () => {
    source.answers = [{ ...NOTHING, refused: REFUSED }];
    await kept.look();
    expect(kept.refused).toEqual(REFUSED);
    await kept.dismiss();
    expect(source.seen).toEqual([
      { version: 1, notebook: 'folder/iris.ipynb', files: REFUSED.files }
    ]);
    expect(kept.refused).toBeNull();
  });

  it('rejects where that can’t be noted, and goes on telling of it', async () => {
    source.answers = [{ ...NOTHING, refused: REFUSED }];
    await kept.look();
    source.trouble = new Error('The disk is full.');
    await expect(kept.dismiss()).rejects.toThrow('The disk is full.');
    expect(kept.refused).toEqual(REFUSED);
  });

  it('is silent once it is disposed', async () => {
    source.runs = [waitingRun('a')];
    const looking = kept.look();
    kept.dispose();
    await looking;
    expect(changes).toBe(0);
  });
});
