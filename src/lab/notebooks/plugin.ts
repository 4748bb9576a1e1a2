import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { INotebooks } from '../tokens.js';
import { Notebooks } from './notebooks.js';

export const notebooksPlugin: JupyterFrontEndPlugin<INotebooks> = {
  id: 'jupyterlab-autolog:notebooks',
  description: 'Follows the open notebooks and the run cards that their kernels send.',
  autoStart: true,
  requires: [INotebookTracker],
  provides: INotebooks,
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker): INotebooks => new Notebooks(tracker)
};
