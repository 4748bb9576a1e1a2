import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { useChanges } from '../elements/use-changes.js';
import { rankMetrics } from '../rows/metric-choice.js';
import { keptWords } from '../rows/kept-words.js';
import { ElsewhereView } from './elsewhere-view.js';
import { NoticeView } from './notice-view.js';
import type { IPanelActions } from './panel-actions.js';
import { PanelHeader } from './panel-header.js';
import { panelNotice } from './panel-notice.js';
import { RefusedView } from './refused-view.js';
import type { RunsPanelModel } from './runs-panel-model.js';
import { SearchBar } from './search-bar.js';
import { StoreLine } from './store-line.js';

/** Loaded when the panel is first looked at, as it brings the virtual rows along. */
const loadRunList = (): Promise<{ default: typeof import('./run-list.js').RunList }> =>
  import('./run-list.js').then(({ RunList }) => ({ default: RunList }));
const RunList = React.lazy(loadRunList);

/** Metrics in a row; the last ones give way in a narrow panel. */
const METRICS_SHOWN = 3;

export function PanelView(props: {
  readonly model: RunsPanelModel;
  readonly actions: IPanelActions;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { model, actions, trans } = props;
  useChanges(model.changed);
  const { current } = model;
  const notice = panelNotice(model, trans);
  const rows = current?.listing.rows ?? [];
  const metrics = rankMetrics(rows);
  const wanted = model.visibleMetrics.length > 0 ? model.visibleMetrics : metrics;
  return (
    <div className="jp-AutologRuns">
      <PanelHeader model={model} openMlflow={actions.openMlflow} trans={trans} />
      {current !== null && (
        <SearchBar key={current.notebook.path} runs={current} metrics={metrics} trans={trans} />
      )}
      {notice !== null && (
        <NoticeView
          notice={notice}
          onAction={() => {
            void current?.restore();
          }}
          trans={trans}
        />
      )}
      {current !== null && <ElsewhereView runs={current} trans={trans} />}
      {current !== null && current.kept.refused !== null && (
        <RefusedView
          refused={current.kept.refused}
          dismiss={() => current.kept.dismiss()}
          trans={trans}
        />
      )}
      {rows.length > 0 ? (
        <React.Suspense fallback={<div className="jp-AutologRuns-list" />}>
          <RunList
            rows={rows}
            metrics={wanted.slice(0, METRICS_SHOWN)}
            keptWords={keptWords(model.status, trans)}
            openRun={actions.openRun}
            trans={trans}
          />
        </React.Suspense>
      ) : (
        <div className="jp-AutologRuns-list" />
      )}
      <StoreLine status={model.status} trans={trans} />
    </div>
  );
}
