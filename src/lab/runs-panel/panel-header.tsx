import type { TranslationBundle } from '@jupyterlab/translation';
import { launchIcon, refreshIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { RunsPanelModel } from './runs-panel-model.js';

/** Whose runs these are, how many there are, and what can be done with all of them. */
export function PanelHeader(props: {
  readonly model: RunsPanelModel;
  readonly openMlflow: ((experimentId: string) => void) | null;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { model, openMlflow, trans } = props;
  const { current } = model;
  if (current === null) {
    return (
      <div className="jp-AutologRuns-header">
        <h2 className="jp-AutologRuns-title">{trans.__('Runs')}</h2>
      </div>
    );
  }
  const name = current.experimentName;
  const experimentId = current.experiment?.experimentId;
  return (
    <div className="jp-AutologRuns-header">
      <h2 className="jp-AutologRuns-title" title={trans.__('Experiment %1', name)}>
        {name.slice(name.lastIndexOf('/') + 1)}
      </h2>
      <span className="jp-AutologRuns-count">{countWords(model, trans)}</span>
      <button
        type="button"
        className="jp-AutologIconButton"
        title={trans.__('Load the runs again')}
        aria-label={trans.__('Load the runs again')}
        onClick={() => {
          void current.refresh();
        }}
      >
        <refreshIcon.react tag="span" width="16px" height="16px" />
      </button>
      {openMlflow !== null && experimentId !== undefined && (
        <button
          type="button"
          className="jp-AutologIconButton"
          title={trans.__('Open the experiment in MLflow')}
          aria-label={trans.__('Open the experiment in MLflow')}
          onClick={() => {
            openMlflow(experimentId);
          }}
        >
          <launchIcon.react tag="span" width="16px" height="16px" />
        </button>
      )}
    </div>
  );
}

/** `12 runs`; `100+ runs` while there are more than are here. */
function countWords(model: RunsPanelModel, trans: TranslationBundle): string {
  const { current } = model;
  if (current === null) {
    return '';
  }
  const { rows, isComplete } = current.listing;
  if (!current.isLoaded) {
    // What MLflow has is not known.
    const kept = rows.filter(({ isKept }) => isKept).length;
    return kept === 0 ? '' : trans._n('%2 run kept', '%2 runs kept', kept, kept.toLocaleString());
  }
  const count = rows.length;
  return isComplete
    ? trans._n('%2 run', '%2 runs', count, count.toLocaleString())
    : trans.__('%1+ runs', count.toLocaleString());
}
