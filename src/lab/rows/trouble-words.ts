import type { TranslationBundle } from '@jupyterlab/translation';
import {
  MlflowApiError,
  MlflowConnectionError,
  MlflowProtocolError,
  MlflowTimeoutError
} from '../../tracking/index.js';

/** What happened to a call to the tracking server, and what to do, in words. */
export function troubleWords(error: unknown, trans: TranslationBundle): string {
  if (error instanceof MlflowConnectionError) {
    return trans.__('The Jupyter server does not answer. It is asked again and again.');
  }
  if (error instanceof MlflowTimeoutError) {
    return trans.__('MLflow has not answered in time. It is asked again and again.');
  }
  if (error instanceof MlflowProtocolError) {
    return trans.__('The answer is not MLflow’s. Reload the page; you may have to log in again.');
  }
  if (error instanceof MlflowApiError) {
    return error.status === 401 || error.status === 403
      ? trans.__(
          'You may not see this: %1 Reload the page; you may have to log in again.',
          error.serverMessage
        )
      : trans.__('MLflow answered: %1', error.serverMessage);
  }
  return error instanceof Error ? error.message : String(error);
}
