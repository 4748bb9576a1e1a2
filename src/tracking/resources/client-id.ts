import { MlflowArgumentError } from '../errors.js';

/** The tag that holds the client's own id of a run. */
export const CLIENT_RUN_ID_TAG = 'autolog.clientRunId';
/** The tag that holds the client's own id of a logged model. */
export const CLIENT_MODEL_ID_TAG = 'autolog.clientModelId';

/**
 * `id`, if it can stand between quotes in a search.
 * @throws MlflowArgumentError otherwise: MLflow's filters know no escapes.
 */
export function encodeClientId(id: string): string {
  if (typeof id !== 'string' || !/^[\w.-]{1,250}$/.test(id)) {
    throw new MlflowArgumentError(
      'A client id must be letters, digits, ".", "_" and "-". Use a UUID.'
    );
  }
  return id;
}
