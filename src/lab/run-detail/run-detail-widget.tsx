import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import * as React from 'react';
import type { DetailViewProps } from './detail-view.js';

const DetailView = React.lazy(() =>
  import('./detail-view.js').then(module => ({ default: module.DetailView }))
);

/** Holds the view of a run, and looks after its model. */
export class RunDetailWidget extends ReactWidget {
  constructor(private readonly _props: DetailViewProps) {
    super();
    this.addClass('jp-AutologDetailWidget');
  }

  override dispose(): void {
    this._props.model.dispose();
    super.dispose();
  }

  protected override render(): React.JSX.Element {
    return (
      <React.Suspense fallback={null}>
        <DetailView {...this._props} />
      </React.Suspense>
    );
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._props.model.isVisible = this.isVisible;
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._props.model.isVisible = true;
  }

  protected override onAfterHide(msg: Message): void {
    this._props.model.isVisible = false;
    super.onAfterHide(msg);
  }
}
