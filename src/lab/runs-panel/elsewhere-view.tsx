import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { NotebookRuns } from './notebook-runs.js';

/** Says that the kernel logs to another experiment than the notebook's own, and leads from one to the other. */
export function ElsewhereView(props: {
  readonly runs: NotebookRuns;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { runs, trans } = props;
  const { elsewhere, wantsOwn } = runs;
  if (elsewhere === null) {
    return null;
  }
  // One that was chosen by its id is called by its name once the server has told it.
  const name = wantsOwn ? elsewhere.name : runs.experimentName;
  return (
    <div className="jp-AutologNotice" data-level="info" role="status">
      <p className="jp-AutologNotice-title">
        {trans.__('This kernel logs to the experiment %1', name)}
      </p>
      <p>
        {wantsOwn
          ? trans.__(
              'mlflow.setExperiment or MLFLOW_EXPERIMENT_NAME set it. These are the runs of the notebook’s own experiment, %1.',
              runs.experimentName
            )
          : trans.__(
              'mlflow.setExperiment or MLFLOW_EXPERIMENT_NAME set it. Its runs are shown here until the kernel is restarted.'
            )}
      </p>
      <button
        type="button"
        className="jp-AutologButton"
        onClick={() => {
          void runs.showOwn(!wantsOwn);
        }}
      >
        {wantsOwn
          ? trans.__('Show the runs of %1', name)
          : trans.__('Show the notebook’s own runs')}
      </button>
    </div>
  );
}
