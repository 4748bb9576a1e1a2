import { Signal } from '@lumino/signaling';
import { FirstRunOpening } from '../../src/lab/runs-panel/first-run-opening.js';
import type { ILiveRuns } from '../../src/lab/tokens.js';
import type { RunCard } from '../../src/protocol/index.js';
import { card } from './fakes/runs.js';

describe('the opening of the panel with the first run', () => {
  let changed: Signal<ILiveRuns, RunCard>;
  let opened: number;
  let panel: { isVisible: boolean; openQuietly: (open: () => void) => void };
  let opening: FirstRunOpening;

  beforeEach(() => {
    changed = new Signal<ILiveRuns, RunCard>({} as ILiveRuns);
    opened = 0;
    panel = {
      isVisible: false,
      openQuietly: open => {
        open();
      }
    };
    opening = new FirstRunOpening({ changed }, panel, () => {
      opened++;
    });
    opening.isEnabled = true;
  });

  it('opens it once, so that a person who closes it has it closed', () => {
    changed.emit(card());
    changed.emit(card());
    expect(opened).toBe(1);
  });

  it('leaves it alone where it is open', () => {
    panel.isVisible = true;
    changed.emit(card());
    expect(opened).toBe(0);
  });

  it('does nothing while the settings say no', () => {
    opening.isEnabled = false;
    changed.emit(card());
    expect(opened).toBe(0);
    opening.isEnabled = true;
    changed.emit(card());
    expect(opened).toBe(1);
  });
});
