import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IAutologServer, TRANSLATION_DOMAIN } from '../tokens.js';
import { AutologServer } from './autolog-server.js';

export const serverPlugin: JupyterFrontEndPlugin<IAutologServer> = {
  id: 'jupyterlab-autolog:server',
  description: 'Reaches the tracking server through the Jupyter server and watches how it is.',
  autoStart: true,
  optional: [ITranslator],
  provides: IAutologServer,
  activate: (app: JupyterFrontEnd, translator: ITranslator | null): IAutologServer =>
    new AutologServer(
      app.serviceManager.serverSettings,
      (translator ?? nullTranslator).load(TRANSLATION_DOMAIN)
    )
};
