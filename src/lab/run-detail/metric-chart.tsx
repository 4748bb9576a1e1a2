import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { formatNumber } from '../../format/index.js';
import { CopyValue } from '../elements/copy-value.js';
import { useInView } from '../elements/use-in-view.js';
import type { Chart, ChartSeries } from './chart.js';
import type { MetricCurves } from './metric-curves.js';
import type { MetricGroup } from './metric-groups.js';

/** One quantity: its values, and how they went. */
export function MetricChart(props: {
  readonly group: MetricGroup;
  readonly values: ReadonlyMap<string, number>;
  readonly curves: MetricCurves;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { group, values, curves, trans } = props;
  const root = React.useRef<HTMLDivElement>(null);
  const isInView = useInView(root);
  const series = useSeries(group.keys, curves, isInView);
  const [step, setStep] = React.useState<number | null>(null);
  const hasCurve = series.some(({ points }) => points.length > 1);
  return (
    <div className="jp-AutologMetric" ref={root}>
      {group.keys.map((key, index) => (
        <div key={key} className="jp-AutologMetric-head">
          <span className="jp-AutologMetric-swatch" data-series={index} aria-hidden="true" />
          <span className="jp-AutologMetric-key" title={key}>
            {key}
          </span>
          <span
            className="jp-AutologMetric-range"
            data-pointed={step !== null}
            title={trans.__('Lowest and highest value')}
          >
            {rangeWords(series[index], step, trans)}
          </span>
          <CopyValue name={key} value={values.get(key) ?? NaN} trans={trans} />
        </div>
      ))}
      {hasCurve && <Plot series={series} onCursor={setStep} trans={trans} />}
    </div>
  );
}

/** The lowest and the highest value, or the one below the pointer. */
function rangeWords(
  series: ChartSeries | undefined,
  step: number | null,
  trans: TranslationBundle
): string {
  const points = series?.points ?? [];
  const pointed = step === null ? undefined : points.find(([at]) => at === step);
  if (pointed !== undefined) {
    return trans.__('step %1: %2', pointed[0], formatNumber(pointed[1]));
  }
  if (points.length < 2) {
    return '';
  }
  const values = points.map(([, value]) => value);
  return trans.__('%1 to %2', formatNumber(Math.min(...values)), formatNumber(Math.max(...values)));
}

function useSeries(
  keys: readonly string[],
  curves: MetricCurves,
  isInView: boolean
): readonly ChartSeries[] {
  const [, renderAgain] = React.useReducer((count: number) => count + 1, 0);
  const names = keys.join('\n');
  React.useEffect(() => {
    const members = names.split('\n');
    const onChanged = (_: MetricCurves, key: string): void => {
      if (members.includes(key)) {
        renderAgain();
      }
    };
    curves.changed.connect(onChanged);
    members.forEach(key => {
      curves.want(key, isInView);
    });
    return () => {
      curves.changed.disconnect(onChanged);
      members.forEach(key => {
        curves.want(key, false);
      });
    };
  }, [names, curves, isInView]);
  return keys.map(key => ({ key, points: curves.points(key) }));
}

function Plot(props: {
  readonly series: readonly ChartSeries[];
  readonly onCursor: (step: number | null) => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { series, onCursor, trans } = props;
  const node = React.useRef<HTMLDivElement>(null);
  const chart = React.useRef<Chart | null>(null);
  const newest = React.useRef(series);
  newest.current = series;
  React.useEffect(() => {
    let isGone = false;
    void import('./chart.js').then(({ Chart: Drawn }) => {
      if (!isGone && node.current !== null) {
        chart.current = new Drawn(node.current, newest.current, onCursor);
      }
    });
    return () => {
      isGone = true;
      chart.current?.dispose();
      chart.current = null;
    };
  }, [onCursor]);
  React.useEffect(() => {
    chart.current?.update(series);
  });
  return (
    <div
      ref={node}
      className="jp-AutologMetric-plot"
      role="img"
      aria-label={series.map(one => curveWords(one, trans)).join('; ')}
    />
  );
}

/** A curve for those who can't see it. */
function curveWords({ key, points }: ChartSeries, trans: TranslationBundle): string {
  const first = points[0];
  const last = points.at(-1);
  return first === undefined || last === undefined
    ? trans.__('%1 without points', key)
    : trans.__(
        '%1 from %2 at step %3 to %4 at step %5',
        key,
        formatNumber(first[1]),
        first[0],
        formatNumber(last[1]),
        last[0]
      );
}
