import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILiveRuns, INotebooks } from '../tokens.js';
import { LiveRuns } from './live-runs.js';

export const liveRunsPlugin: JupyterFrontEndPlugin<ILiveRuns> = {
  id: 'jupyterlab-autolog:live-runs',
  description: 'Remembers what kernels tell of their runs while they go on.',
  autoStart: true,
  requires: [INotebooks],
  provides: ILiveRuns,
  activate: (_app: JupyterFrontEnd, notebooks: INotebooks): ILiveRuns => new LiveRuns(notebooks)
};
