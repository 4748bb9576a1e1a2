import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { UUID } from '@lumino/coreutils';
import { experimentName, experimentOfId } from '../notebooks/find-experiment.js';
import { notebookExists } from '../notebooks/notebook-exists.js';
import { IAutologServer, IBinding, INotebooks } from '../tokens.js';
import { Binder } from './binder.js';

/** Milliseconds before the second attempt; doubled for each one after it. */
const FIRST_PAUSE = 1000;

export const bindingPlugin: JupyterFrontEndPlugin<IBinding> = {
  id: 'jupyterlab-autolog:binding',
  description: 'Ties a notebook to its runs, and keeps with them the notebook as it was.',
  autoStart: true,
  requires: [IAutologServer, INotebooks],
  provides: IBinding,
  activate: (app: JupyterFrontEnd, server: IAutologServer, notebooks: INotebooks): IBinding => {
    const exists = notebookExists(app.serviceManager.contents);
    return new Binder({
      notebooks,
      bind: binding => server.bind(binding),
      isCopy: async ({ notebookId, path }) => {
        const marked = notebookId === null ? null : await experimentOfId(server.client, notebookId);
        return (
          marked !== null &&
          marked.name !== experimentName(path) &&
          (await exists(`${marked.name}.ipynb`))
        );
      },
      newId: () => UUID.uuid4(),
      pause: attempt =>
        new Promise(resolve => {
          setTimeout(resolve, FIRST_PAUSE * 2 ** (attempt - 1));
        })
    });
  }
};
