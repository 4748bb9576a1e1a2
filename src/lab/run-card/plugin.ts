import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { rowOfRun } from '../rows/row-of-run.js';
import { COMMANDS, IAutologServer, ILiveRuns, TRANSLATION_DOMAIN } from '../tokens.js';
import type { ICardActions } from './card-actions.js';
import type { LookUpRuns } from './run-card-model.js';
import { runCardFactory } from './run-card-renderer.js';

export const runCardPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-autolog:run-card',
  description: 'Shows below a cell the runs that it made.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ILiveRuns, IAutologServer, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    live: ILiveRuns | null,
    server: IAutologServer | null,
    translator: ITranslator | null
  ): void => {
    rendermime.addFactory(
      runCardFactory({
        live,
        lookUp: server === null ? null : lookUpAt(server),
        actions: () => actionsOf(app.commands),
        trans: (translator ?? nullTranslator).load(TRANSLATION_DOMAIN)
      })
    );
  }
};

function lookUpAt(server: IAutologServer): LookUpRuns {
  return async runIds => {
    const runs = await Promise.all(runIds.map(id => server.client.runs.get(id)));
    return runs.map(rowOfRun);
  };
}

function actionsOf(commands: CommandRegistry): ICardActions {
  return {
    openRun: commands.hasCommand(COMMANDS.openRun)
      ? runId => {
          void commands.execute(COMMANDS.openRun, { runId });
        }
      : null,
    openMlflow: commands.hasCommand(COMMANDS.openMlflow)
      ? (experimentId, runId) => {
          void commands.execute(COMMANDS.openMlflow, { experimentId, runId });
        }
      : null
  };
}
