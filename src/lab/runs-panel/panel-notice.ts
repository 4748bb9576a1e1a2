import type { TranslationBundle } from '@jupyterlab/translation';
import { trackerNotice } from '../status/tracker-notice.js';
import type { NotebookRuns } from './notebook-runs.js';
import type { RunsPanelModel } from './runs-panel-model.js';

/** Something that the panel says instead of runs, or above them. */
export interface PanelNotice {
  readonly level: 'info' | 'wait' | 'trouble';
  readonly title: string;
  /** What to do, or what happens next. */
  readonly next: string;
  /** What a button does, or null for no button. */
  readonly action: 'restore' | null;
}

const SUPPORTED_KERNELS: ReadonlySet<string> = new Set(['tslab', 'jslab']);

/** What is to be said, most urgent first, or null where the rows speak for themselves. */
export function panelNotice(model: RunsPanelModel, trans: TranslationBundle): PanelNotice | null {
  const { current, status, serverTrouble } = model;
  if (serverTrouble !== null) {
    return trouble(trans.__('Runs can’t be shown'), serverTrouble);
  }
  const ofTracker =
    status === null ? null : trackerNotice(status, current?.waitingRecords ?? 0, trans);
  if (ofTracker !== null) {
    return { ...ofTracker, action: null };
  }
  if (current === null) {
    return info(
      trans.__('No notebook is open'),
      trans.__('Open a TypeScript notebook. The runs that it makes are listed here.')
    );
  }
  if (current.trouble !== null) {
    return trouble(trans.__('The runs are not up to date'), current.trouble);
  }
  return ofRuns(current, trans);
}

function ofRuns(current: NotebookRuns, trans: TranslationBundle): PanelNotice | null {
  const { listing, notebook, isLoaded } = current;
  const name = current.experimentName;
  if (current.isDeleted) {
    return {
      level: 'trouble',
      title: trans.__('The experiment %1 is deleted', name),
      next: trans.__(
        'New runs wait until it is there again. Restoring it brings its runs back, too.'
      ),
      action: 'restore'
    };
  }
  if (listing.rows.length > 0) {
    return null;
  }
  if (!isLoaded) {
    return {
      level: 'wait',
      title: trans.__('Loading the runs'),
      next: trans.__('The tracking server is asked for the runs of %1.', name),
      action: null
    };
  }
  if (listing.isFiltered) {
    return info(
      trans.__('No run matches'),
      trans.__('Change the search, or empty it for all runs.')
    );
  }
  const { kernelName } = notebook;
  if (kernelName !== null && !SUPPORTED_KERNELS.has(kernelName)) {
    return info(
      trans.__('The kernel %1 is not recorded', kernelName),
      trans.__(
        'Runs are recorded by themselves in TypeScript and JavaScript notebooks (tslab, jslab). What others log to the experiment %1 shows up here.',
        name
      )
    );
  }
  return info(
    trans.__('No runs yet'),
    trans.__(
      'Run a cell that trains a model, for example with model.fit(…). It shows up here by itself.'
    )
  );
}

function info(title: string, next: string): PanelNotice {
  return { level: 'info', title, next, action: null };
}

function trouble(title: string, next: string): PanelNotice {
  return { level: 'trouble', title, next, action: null };
}
