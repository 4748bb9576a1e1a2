import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { RowMetric } from '../rows/run-row.js';
import { CopyValue } from './copy-value.js';
import { Sparkline } from './sparkline.js';

/** A metric's name, value and curve, as an entry of a list. */
export function MetricFigure(props: {
  readonly metric: RowMetric;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { metric, trans } = props;
  return (
    <li className="jp-AutologFigure">
      <span className="jp-AutologFigure-key" title={metric.key}>
        {metric.key}
      </span>
      <CopyValue name={metric.key} value={metric.value} trans={trans} />
      <Sparkline curve={metric.curve} />
    </li>
  );
}
