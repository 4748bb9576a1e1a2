import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { RefusedRecords } from '../../protocol/index.js';

/** Says what MLflow refused for good of the notebook's records, why, and where it lies. */
export function RefusedView(props: {
  readonly refused: RefusedRecords;
  /** Rejects with what happened. */
  readonly dismiss: () => Promise<void>;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { refused, dismiss, trans } = props;
  const { records, reason, time, files } = refused;
  const [fault, setFault] = React.useState<string | null>(null);
  const onDismiss = (): void => {
    setFault(null);
    dismiss().catch((error: unknown) => {
      setFault(error instanceof Error ? error.message : String(error));
    });
  };
  return (
    <div className="jp-AutologNotice" data-level="trouble" role="status">
      <p className="jp-AutologNotice-title">
        {trans._n(
          'MLflow refused %1 record of this notebook; the rest is logged',
          'MLflow refused %1 records of this notebook; the rest is logged',
          records
        )}
      </p>
      <p>
        {records === 1
          ? reason
          : trans.__('The last one, %1: %2', new Date(time).toLocaleString(), reason)}
      </p>
      <p>
        {trans._n('It is kept in', 'They are kept in', records)}{' '}
        {files.map(({ path }) => (
          <code key={path}>{path}</code>
        ))}
      </p>
      {fault !== null && <p className="jp-AutologFault">{fault}</p>}
      <button type="button" className="jp-AutologButton" onClick={onDismiss}>
        {trans.__('Dismiss')}
      </button>
    </div>
  );
}
