import { ILayoutRestorer } from '@jupyterlab/application';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import {
  COMMANDS,
  IAutologServer,
  ILiveRuns,
  INotebooks,
  IRunDetail,
  TRANSLATION_DOMAIN
} from '../tokens.js';
import { addRunsCommands } from './commands.js';
import { notebookExists } from '../notebooks/notebook-exists.js';
import { FirstRunOpening } from './first-run-opening.js';
import { NotebookRuns } from './notebook-runs.js';
import { RunsPanel } from './runs-panel.js';
import { RunsPanelModel } from './runs-panel-model.js';
import { DEFAULT_SETTINGS, followSettings } from './settings.js';

export const runsPanelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-autolog:runs-panel',
  description: 'Lists the runs of the notebook in front, live.',
  autoStart: true,
  requires: [IAutologServer, INotebooks, ILiveRuns],
  optional: [IRunDetail, ITranslator, ISettingRegistry, ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    server: IAutologServer,
    notebooks: INotebooks,
    live: ILiveRuns,
    detail: IRunDetail | null,
    translator: ITranslator | null,
    settings: ISettingRegistry | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const exists = notebookExists(app.serviceManager.contents);
    const source = server.client;
    const model = new RunsPanelModel({
      notebooks,
      server,
      pollInterval: DEFAULT_SETTINGS.pollInterval,
      createRuns: notebook =>
        new NotebookRuns({ notebook, source, live, waiting: server, exists, trans })
    });
    const openMlflow = (experimentId: string): void => {
      void app.commands.execute(COMMANDS.openMlflow, { experimentId });
    };
    const panel = new RunsPanel({ model, detail, openMlflow, trans });
    restorer?.add(panel, panel.id);
    addRunsCommands({ app, panel, model, palette, trans });
    const opening = new FirstRunOpening(live, panel, () => {
      app.shell.activateById(panel.id);
    });
    followSettings({ app, panel, model, opening, settings, id: runsPanelPlugin.id, trans });
  }
};
