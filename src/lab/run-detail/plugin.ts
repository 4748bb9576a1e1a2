import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { COMMANDS, IAutologServer, ILiveRuns, IRunDetail, TRANSLATION_DOMAIN } from '../tokens.js';
import { keptWords } from '../rows/kept-words.js';
import { RunDetailModel } from './run-detail-model.js';
import { RunDetailWidget } from './run-detail-widget.js';

export const runDetailPlugin: JupyterFrontEndPlugin<IRunDetail> = {
  id: 'jupyterlab-autolog:run-detail',
  description: 'Shows one run in full: metrics with curves, params, model, dataset, artifacts.',
  autoStart: true,
  requires: [IAutologServer, ILiveRuns],
  optional: [ITranslator],
  provides: IRunDetail,
  activate: (
    app: JupyterFrontEnd,
    server: IAutologServer,
    live: ILiveRuns,
    translator: ITranslator | null
  ): IRunDetail => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    return {
      create: (run, listed) =>
        new RunDetailWidget({
          model: new RunDetailModel({
            run,
            source: server.client,
            live,
            listed,
            readModel: modelId => server.readModelFile(modelId, 'MLmodel'),
            trans
          }),
          openMlflow: app.commands.hasCommand(COMMANDS.openMlflow)
            ? (experimentId, runId) => {
                void app.commands.execute(COMMANDS.openMlflow, { experimentId, runId });
              }
            : null,
          keptWords: () => keptWords(server.status, trans),
          trans
        })
    };
  }
};
