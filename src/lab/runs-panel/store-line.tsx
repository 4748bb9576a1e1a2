import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ServerStatus } from '../../protocol/index.js';

/** Which store is shown: nobody should have to guess. */
export function StoreLine(props: {
  readonly status: ServerStatus | null;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { status, trans } = props;
  if (status === null) {
    return null;
  }
  const { kind, location, state } = status.tracker;
  const label = kind === 'embedded' ? trans.__('Store') : trans.__('MLflow at');
  return (
    <div className="jp-AutologRuns-store" data-state={state} title={`${label} ${location}`}>
      <span>{label}</span>
      {/* The end of a path tells more than its beginning. */}
      <span className="jp-AutologRuns-location">
        <bdi>{location}</bdi>
      </span>
    </div>
  );
}
