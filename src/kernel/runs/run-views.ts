import type { RunView } from './run-view.js';

/** How many runs are followed for news from the server. */
const FOLLOWED = 1000;

/** The runs of this kernel that people may be looking at. */
export class RunViews {
  private readonly _views = new Map<string, RunView>();
  private readonly _experimentIds = new Map<string, string>();

  add(view: RunView): void {
    this._views.set(view.clientRunId, view);
    const oldest = this._views.keys().next();
    if (this._views.size > FOLLOWED && oldest.done !== true) {
      this._views.delete(oldest.value);
    }
  }

  /** Fills in the ids that the server has given since. */
  update(runId: (clientRunId: string) => string | null): void {
    for (const view of this._views.values()) {
      view.runId ??= runId(view.clientRunId);
    }
  }

  /** The id of the experiment `name`, learned from any of its runs. */
  experimentId(name: string, experimentId: (clientRunId: string) => string | null): string | null {
    const known = this._experimentIds.get(name);
    if (known !== undefined) {
      return known;
    }
    for (const view of this._views.values()) {
      const id = view.experiment === name ? experimentId(view.clientRunId) : null;
      if (id !== null) {
        this._experimentIds.set(name, id);
        return id;
      }
    }
    return null;
  }
}
