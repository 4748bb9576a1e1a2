import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { runsIcon } from '../icons.js';
import { COMMANDS } from '../tokens.js';
import type { RunsPanel } from './runs-panel.js';
import type { RunsPanelModel } from './runs-panel-model.js';

const NO_ARGUMENTS = { args: { type: 'object', properties: {} } } as const;

/** Commands of the panel, in the palette where there is one. */
export function addRunsCommands(options: {
  readonly app: JupyterFrontEnd;
  readonly panel: RunsPanel;
  readonly model: RunsPanelModel;
  readonly palette: ICommandPalette | null;
  readonly trans: TranslationBundle;
}): void {
  const { app, panel, model, palette, trans } = options;
  const show = (): void => {
    app.shell.activateById(panel.id);
  };
  app.commands.addCommand(COMMANDS.showRuns, {
    label: trans.__('Show Runs of This Notebook'),
    caption: trans.__('Opens the list of runs of the notebook in front.'),
    icon: runsIcon,
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      // The palette gives the focus back to the notebook when a command has been executed.
      await new Promise(resolve => {
        setTimeout(resolve);
      });
      show();
    }
  });
  app.commands.addCommand(COMMANDS.refreshRuns, {
    label: trans.__('Load Runs Again'),
    caption: trans.__('Asks MLflow anew for the runs of the notebook in front.'),
    describedBy: NO_ARGUMENTS,
    isEnabled: () => model.current !== null,
    execute: () => model.current?.refresh()
  });
  app.commands.addCommand(COMMANDS.openRun, {
    label: trans.__('Open Run'),
    caption: trans.__('Shows a run with its params, metrics and artifacts.'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          runId: { type: 'string', description: trans.__('MLflow’s id of the run.') }
        },
        required: ['runId']
      }
    },
    execute: args => {
      const { runId } = args;
      if (typeof runId === 'string') {
        show();
        panel.openRun({ runId, clientRunId: null });
      }
    }
  });
  const category = trans.__('Runs');
  palette?.addItem({ command: COMMANDS.showRuns, category });
  palette?.addItem({ command: COMMANDS.refreshRuns, category });
}
