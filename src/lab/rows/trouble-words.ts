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
    return apiTroubleWords(error, trans);
  }
  return error instanceof Error ? error.message : String(error);
}

function apiTroubleWords(error: MlflowApiError, trans: TranslationBundle): string {
  switch (error.status) {
    case 401:
      // Jupyter's own refusals are 403.
      return trans.__(
        'The tracking server does not accept the log-in that Jupyter was started with. Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, in the environment of Jupyter and start it again.'
      );
    case 403:
      return trans.__(
        'You may not see this: %1 Reload the page; you may have to log in again.',
        error.serverMessage
      );
    default:
      return trans.__('MLflow answered: %1', error.serverMessage);
  }
}
