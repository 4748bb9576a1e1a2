import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette, showDialog } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { COMMANDS, IAutologServer, IBinding, TRANSLATION_DOMAIN } from '../tokens.js';
import { StatusItem } from './status-item.js';
import { statusWords } from './status-words.js';

export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-autolog:status',
  description: 'Says how the tracking server is, in the status bar and on demand.',
  autoStart: true,
  requires: [IAutologServer],
  optional: [IBinding, IStatusBar, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    server: IAutologServer,
    binding: IBinding | null,
    statusBar: IStatusBar | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    app.commands.addCommand(COMMANDS.showStatus, {
      label: trans.__('Show the State of MLflow'),
      caption: trans.__('Says where runs are kept and whether they arrive there.'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: async () => {
        await server.refresh();
        const { label, detail } = statusWords(server, binding, trans);
        await showDialog({
          title: label,
          body: detail,
          buttons: [Dialog.okButton({ label: trans.__('Close') })]
        });
      }
    });
    palette?.addItem({ command: COMMANDS.showStatus, category: trans.__('Runs') });
    statusBar?.registerStatusItem('jupyterlab-autolog:status', {
      item: new StatusItem({
        server,
        binding,
        showStatus: () => {
          void app.commands.execute(COMMANDS.showStatus);
        },
        trans
      }),
      align: 'right',
      rank: 40
    });
  }
};
