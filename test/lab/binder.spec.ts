import { Binder } from '../../src/lab/binding/binder.js';
import type { NotebookBinding } from '../../src/protocol/index.js';
import { FakeNotebooks } from './fakes/notebooks.js';
import type { FakeNotebook } from './fakes/notebooks.js';
import { card } from './fakes/runs.js';
import { settle } from './fakes/settle.js';

describe('Binder', () => {
  let notebooks: FakeNotebooks;
  let notebook: FakeNotebook;
  let sent: NotebookBinding[];
  let failures: number;
  let isCopy: boolean;
  let binder: Binder;
  let pauses: number[];

  beforeEach(() => {
    notebooks = new FakeNotebooks();
    notebook = notebooks.current as FakeNotebook;
    sent = [];
    pauses = [];
    failures = 0;
    isCopy = false;
    let ids = 0;
    binder = new Binder({
      notebooks,
      bind: binding => {
        if (failures > 0) {
          failures -= 1;
          return Promise.reject(new Error('no way through'));
        }
        sent.push(binding);
        return Promise.resolve({ digest: 'd' });
      },
      isCopy: () => Promise.resolve(isCopy),
      newId: () => `id-${++ids}`,
      pause: attempt => {
        pauses.push(attempt);
        return Promise.resolve();
      }
    });
  });

  it('does not touch a notebook that makes no runs', async () => {
    await settle();
    expect(notebook.notebookId).toBeNull();
    expect(sent).toEqual([]);
  });

  it('gives the notebook an id with its first run and hands the document over', async () => {
    notebook.content = { cells: ['live'] };
    notebooks.send(card());
    await settle();
    expect(notebook.notebookId).toBe('id-1');
    expect(sent).toEqual([
      {
        version: 1,
        kernelId: 'kernel',
        cellId: 'cell',
        executionCount: 1,
        notebookId: 'id-1',
        notebookPath: 'iris.ipynb',
        notebook: { cells: ['live'] }
      }
    ]);
  });

  it('sends the document once for an execution, and again for the next one', async () => {
    notebooks.send(card());
    notebooks.send(card());
    await settle();
    notebooks.send(card({ executionCount: 2 }), 'execution 2');
    await settle();
    expect(sent.map(({ executionCount }) => executionCount)).toEqual([1, 2]);
    expect(new Set(sent.map(({ notebookId }) => notebookId))).toEqual(new Set(['id-1']));
  });

  it('sends the document as it was when the first card came', async () => {
    notebook.content = { cells: ['then'] };
    notebooks.send(card());
    notebook.content = { cells: ['later'] };
    await settle();
    expect(sent[0]?.notebook).toEqual({ cells: ['then'] });
  });

  it('keeps an id that is its own', async () => {
    notebook.notebookId = 'own';
    notebooks.send(card());
    await settle();
    expect(notebook.notebookId).toBe('own');
  });

  it('gives a copy an id of its own', async () => {
    notebook.notebookId = 'original';
    isCopy = true;
    notebooks.send(card());
    await settle();
    expect(notebook.notebookId).toBe('id-1');
    expect(sent[0]?.notebookId).toBe('id-1');
  });

  it('gives two executions that start together one id', async () => {
    notebooks.send(card(), 'a');
    notebooks.send(card({ executionCount: 2 }), 'b');
    await settle();
    expect(sent.map(({ notebookId }) => notebookId)).toEqual(['id-1', 'id-1']);
  });

  it('tries again in silence', async () => {
    failures = 3;
    notebooks.send(card());
    await settle();
    expect(sent).toHaveLength(1);
    expect(pauses).toEqual([1, 2, 3]);
    expect(binder.trouble).toBeNull();
  });

  it('tells why after the fourth failure, until the next success', async () => {
    const told: (string | null)[] = [];
    binder.troubleChanged.connect(() => told.push(binder.trouble));
    failures = 4;
    notebooks.send(card());
    await settle();
    expect(binder.trouble).toBe('no way through');
    notebooks.send(card(), 'next');
    await settle();
    expect(told).toEqual(['no way through', null]);
  });
});
