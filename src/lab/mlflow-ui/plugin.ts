import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { COMMANDS, IAutologServer, TRANSLATION_DOMAIN } from '../tokens.js';
import { mlflowFragment } from './deep-link.js';
import { MlflowTab } from './mlflow-tab.js';
import { prepareBrowser } from './prepare-browser.js';

export const mlflowUiPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-autolog:mlflow-ui',
  description: 'Opens MLflow’s own pages in a tab.',
  autoStart: true,
  requires: [IAutologServer],
  optional: [ITranslator, ICommandPalette, ILayoutRestorer, ILabShell],
  activate: (
    app: JupyterFrontEnd,
    server: IAutologServer,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    labShell: ILabShell | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const tracker = new WidgetTracker<MlflowTab>({ namespace: 'autolog-mlflow' });
    const root = `${server.trackerUrl('')}/`.replace(/\/+$/, '/');
    const addTab = (): MlflowTab => {
      const tab = new MlflowTab(root, trans);
      void tracker.add(tab);
      app.shell.add(tab, 'main', { type: 'MLflow' });
      return tab;
    };
    app.commands.addCommand(COMMANDS.openMlflow, {
      label: trans.__('Open MLflow'),
      caption: trans.__('Opens MLflow’s own pages in a tab.'),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            experimentId: { type: ['string', 'null'] },
            runId: { type: ['string', 'null'] }
          }
        }
      },
      execute: ({ experimentId, runId }) => {
        prepareBrowser(document.body.dataset['jpThemeLight'] === 'false');
        const place = { experimentId: textOf(experimentId), runId: textOf(runId) };
        if (labShell === null) {
          // Notebook 7 shows one document a page; the browser has the tabs.
          window.open(root + mlflowFragment(place), '_blank', 'noopener');
          return;
        }
        const tab = tracker.find(() => true) ?? addTab();
        tab.showPlace(place);
        app.shell.activateById(tab.id);
      }
    });
    palette?.addItem({ command: COMMANDS.openMlflow, category: trans.__('Runs') });
    void restorer?.restore(tracker, { command: COMMANDS.openMlflow, name: () => 'mlflow' });
  }
};

function textOf(argument: unknown): string | null {
  return typeof argument === 'string' ? argument : null;
}
