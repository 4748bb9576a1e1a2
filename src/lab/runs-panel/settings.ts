import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { FirstRunOpening } from './first-run-opening.js';
import type { RunsPanel } from './runs-panel.js';
import type { RunsPanelModel } from './runs-panel-model.js';

/** As in `schema/runs-panel.json`. */
export const DEFAULT_SETTINGS = {
  enabled: true,
  /** In milliseconds. */
  pollInterval: 5000,
  visibleMetrics: [] as readonly string[],
  opensWithFirstRun: true
} as const;

/** Puts the panel into the right sidebar as the settings say, now and whenever they change. */
export function followSettings(options: {
  readonly app: JupyterFrontEnd;
  readonly panel: RunsPanel;
  readonly model: RunsPanelModel;
  readonly opening: FirstRunOpening;
  readonly settings: ISettingRegistry | null;
  readonly id: string;
  readonly trans: TranslationBundle;
}): void {
  const { app, panel, model, opening, settings, id, trans } = options;
  const apply = (composite: Readonly<Record<string, unknown>>): void => {
    const { enabled, pollInterval, visibleMetrics, opensWithFirstRun } = readSettings(composite);
    opening.isEnabled = enabled && opensWithFirstRun;
    model.pollInterval = pollInterval;
    model.visibleMetrics = visibleMetrics;
    if (enabled && !panel.isAttached) {
      app.shell.add(panel, 'right', { rank: 300, type: 'Runs' });
    } else if (!enabled && panel.isAttached) {
      panel.parent = null;
    }
  };
  if (settings === null) {
    apply({});
    return;
  }
  settings.load(id).then(
    loaded => {
      apply(loaded.composite);
      loaded.changed.connect(() => {
        apply(loaded.composite);
      });
    },
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      Notification.warning(
        trans.__('The settings of the runs panel can’t be read: %1 The defaults are used.', why)
      );
      apply({});
    }
  );
}

function readSettings(composite: Readonly<Record<string, unknown>>): {
  readonly enabled: boolean;
  readonly pollInterval: number;
  readonly visibleMetrics: readonly string[];
  readonly opensWithFirstRun: boolean;
} {
  const { enabled, pollSeconds, visibleMetrics, openWithFirstRun } = composite;
  return {
    enabled: enabled !== false,
    pollInterval:
      typeof pollSeconds === 'number' && pollSeconds > 0
        ? pollSeconds * 1000
        : DEFAULT_SETTINGS.pollInterval,
    visibleMetrics: Array.isArray(visibleMetrics)
      ? visibleMetrics.filter(key => typeof key === 'string')
      : DEFAULT_SETTINGS.visibleMetrics,
    opensWithFirstRun: openWithFirstRun !== false
  };
}
