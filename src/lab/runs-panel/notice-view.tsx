import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { PanelNotice } from './panel-notice.js';

/** Says what is the matter and what to do; spoken by screen readers when it changes. */
export function NoticeView(props: {
  readonly notice: PanelNotice;
  readonly onAction: () => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { notice, onAction, trans } = props;
  return (
    <div className="jp-AutologNotice" data-level={notice.level} role="status">
      <p className="jp-AutologNotice-title">{notice.title}</p>
      <p>{notice.next}</p>
      {notice.action === 'restore' && (
        <button type="button" className="jp-AutologButton" onClick={onAction}>
          {trans.__('Restore the experiment')}
        </button>
      )}
    </div>
  );
}
