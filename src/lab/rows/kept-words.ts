import type { TranslationBundle } from '@jupyterlab/translation';
import type { ServerStatus } from '../../protocol/index.js';

/** Why a run is not with MLflow yet, and what happens next. `status` is null where nobody knows. */
export function keptWords(status: ServerStatus | null, trans: TranslationBundle): string {
  const kept = trans.__('It is recorded, and kept on the machine of the Jupyter server.');
  switch (status?.tracker.state) {
    case 'offline':
      return `${kept} ${trans.__(
        'Nothing is sent, since offline is switched on. To deliver it, switch that off (Autolog.offline, or AUTOLOG_OFFLINE in the environment) and start Jupyter again, or run “jupyter autolog ship”.'
      )}`;
    case 'ready':
      return `${kept} ${trans.__('It is delivered in a moment.')}`;
    case 'starting':
      return `${kept} ${trans.__('It is delivered when MLflow has started.')}`;
    case 'unreachable':
    case 'failed':
    case 'stopped':
    case undefined:
      return [
        kept,
        status?.tracker.reason ?? trans.__('MLflow can’t be reached.'),
        trans.__('It is delivered by itself when MLflow is there again.')
      ].join(' ');
  }
}
