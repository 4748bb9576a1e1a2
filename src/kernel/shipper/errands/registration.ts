import { isForbidden, type MlflowApiError, type MlflowClient } from '../../../tracking/index.js';
import type { Crew } from '../crew.js';
import type { ServerRun } from '../progress/progress-file.js';
import { request } from './errand.js';

/**
 * The log-in may not add to that registered model. MLflow gives rights to each of them, so that
 * waiting for this one would hold up what has nothing to do with it.
 */
class RegistrationForbiddenError extends Error {
  constructor(name: string, cause: MlflowApiError) {
    super(
      `The model was logged, but the tracking server forbids to register it as "${name}": ` +
        `"${cause.serverMessage}". Ask its administrator for that right, or use another name.`,
      { cause }
    );
    this.name = 'RegistrationForbiddenError';
  }
}

/** Registers a model as a new version; one that was made of this model before is found again. */
export async function registerModel(
  crew: Crew,
  run: ServerRun,
  { modelId, name }: { readonly modelId: string; readonly name: string }
): Promise<void> {
  const ask = (step: (client: MlflowClient) => Promise<unknown>): Promise<unknown> =>
    request(crew, crew.requests, run, async client => {
      try {
        return await step(client);
      } catch (error) {
        throw isForbidden(error) ? new RegistrationForbiddenError(name, error) : error;
      }
    });
  await ask(client => client.registeredModels.getOrCreate({ name }));
  await ask(client => client.modelVersions.createOrFind({ name, modelId, runId: run.runId }));
}
