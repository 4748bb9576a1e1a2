import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { TRANSLATION_DOMAIN } from '../tokens.js';

const ID = 'jupyterlab-autolog:autologging';
const SHOWN_FOR_MS = 6000;

/**
 * Puts `schema/autologging.json` into the settings editor, which shows the settings of plugins
 * alone. They are read by the server when it starts a kernel; who changes them is told so.
 */
export const autologgingPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'What mlflow.autolog() does by default, in the settings.',
  autoStart: true,
  requires: [ISettingRegistry],
  optional: [ITranslator],
  activate: async (
    _app: JupyterFrontEnd,
    registry: ISettingRegistry,
    translator: ITranslator | null
  ): Promise<void> => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    let toast: string | null = null;
    const settings = await registry.load(ID);
    settings.changed.connect(() => {
      // Each field that is changed is saved by itself: one note for all of them.
      if (toast !== null) {
        Notification.dismiss(toast);
      }
      toast = Notification.info(
        trans.__('The settings of autologging count for kernels that are started from now on.'),
        { autoClose: SHOWN_FOR_MS }
      );
    });
  }
};
