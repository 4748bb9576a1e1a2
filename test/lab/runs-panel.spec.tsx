import { MessageLoop } from '@lumino/messaging';
import { act, fireEvent, screen } from '@testing-library/react';
import { FakeNotebook } from './fakes/notebooks.js';
import { PanelStage } from './fakes/panel-stage.js';
import { card, experiment, storedRun, toldRun } from './fakes/runs.js';

describe('the runs panel', () => {
  let stage: PanelStage;

  beforeEach(() => {
    stage = new PanelStage();
  });

  afterEach(() => {
    stage.end();
  });

  it('lists the runs of the notebook in front with rounded metrics', async () => {
    await stage.create();
    expect(screen.getByRole('heading', { name: 'iris' })).toBeTruthy();
    expect(screen.getByText('2 runs')).toBeTruthy();
    expect(stage.texts[0]).toMatch(/finished.*otter.*loss0\.04123.*accuracy1/);
    expect(screen.getByTitle('loss 0.0412345')).toBeTruthy();
  });

  it('says which store is shown', async () => {
    await stage.create();
    expect(screen.getByText('/home/ada/work')).toBeTruthy();
  });

  it('shows another notebook when that comes to the front', async () => {
    await stage.create();
    stage.tracker.experimentList = [experiment({ experimentId: '2', name: 'other' })];
    stage.tracker.runList = [storedRun('c', { name: 'heron', experimentId: '2' })];
    act(() => {
      stage.notebooks.show(new FakeNotebook('other.ipynb'));
    });
    await stage.pass();
    expect(screen.getByRole('heading', { name: 'other' })).toBeTruthy();
    expect(stage.texts).toHaveLength(1);
  });

  it('shows the number of a card at once', async () => {
    await stage.create();
    act(() => {
      stage.notebooks.send(card({ runs: [toldRun('wren', { startTime: 99_000 })] }));
    });
    await stage.pass(20);
    expect(stage.texts[0]).toMatch(/running.*wren.*epoch 3 of 20.*\d s.*loss0\.5/);
  });

  it('is gone through by keys, and opens a run with Enter', async () => {
    await stage.create();
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
    expect(stage.opened).toEqual([expect.objectContaining({ runId: 'a' })]);
  });

  it('goes back to the list, with a button or Escape', async () => {
    await stage.create();
    fireEvent.click(stage.rows[0]!);
    await stage.pass();
    const back = screen.getByRole('button', { name: 'All runs' });
    expect(document.activeElement).toBe(back);
    fireEvent.click(back);
    await stage.pass();
    expect(screen.queryByRole('button', { name: 'All runs' })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('listbox'));
    fireEvent.click(stage.rows[1]!);
    await stage.pass();
    fireEvent.keyDown(screen.getByRole('button', { name: 'All runs' }), { key: 'Escape' });
    expect(screen.queryByRole('button', { name: 'All runs' })).toBeNull();
  });

  it('leaves the focus where it is when it opens by itself, and takes it when a person opens it', async () => {
    await stage.create();
    const { panel } = stage;
    const before = document.activeElement;
    act(() => {
      panel.openQuietly(() => {
        panel.activate();
      });
      MessageLoop.flush();
    });
    expect(document.activeElement).toBe(before);
    act(() => {
      panel.activate();
      MessageLoop.flush();
    });
    expect(document.activeElement).toBe(screen.getByRole('listbox'));
  });

  it('draws what is in view of any number of runs', async () => {
    stage.tracker.runList = Array.from({ length: 2000 }, (_, index) =>
      storedRun(`run-${index}`, { startTime: index })
    );
    await stage.create();
    expect(screen.getByText('2,000 runs')).toBeTruthy();
    expect(stage.texts.length).toBeGreaterThan(5);
    expect(stage.texts.length).toBeLessThan(60);
    expect(stage.rows[0]?.getAttribute('aria-setsize')).toBe('2000');
  });

  it('searches as one types, and says what is wrong', async () => {
    await stage.create();
    const box = screen.getByRole('searchbox', { name: 'Search runs' });
    fireEvent.change(box, { target: { value: 'fin' } });
    await stage.pass();
    expect(stage.texts).toHaveLength(1);
    fireEvent.change(box, { target: { value: 'nothing > 1' } });
    await stage.pass();
    expect(box.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText(/No metric or param of these runs is called nothing/)).toBeTruthy();
    expect(stage.texts).toHaveLength(1);
    fireEvent.change(box, { target: { value: 'zebra' } });
    await stage.pass();
    expect(screen.getByText('No run matches')).toBeTruthy();
    fireEvent.keyDown(box, { key: 'Escape' });
    await stage.pass();
    expect(stage.texts).toHaveLength(2);
  });

  it('sorts by a metric, the better ones first, and the other way round', async () => {
    await stage.create();
    fireEvent.change(screen.getByRole('combobox', { name: 'Sort runs by' }), {
      target: { value: 'accuracy' }
    });
    await stage.pass();
    expect(screen.getByRole('button', { name: 'Highest first' })).toBeTruthy();
    fireEvent.change(screen.getByRole('combobox', { name: 'Sort runs by' }), {
      target: { value: 'loss' }
    });
    await stage.pass();
    expect(stage.texts[0]).toContain('otter');
    fireEvent.click(screen.getByRole('button', { name: 'Lowest first' }));
    await stage.pass();
    expect(stage.texts[0]).toContain('finch');
  });

  it('asks for nothing while it is hidden', async () => {
    await stage.create();
    act(() => {
      stage.panel.hide();
    });
    const asked = stage.tracker.searches.length;
    await stage.pass(60_000);
    expect(stage.tracker.searches).toHaveLength(asked);
    act(() => {
      stage.panel.show();
    });
    await stage.pass();
    expect(stage.tracker.searches.length).toBeGreaterThan(asked);
  });
});
