import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { rankMetrics } from '../rows/metric-choice.js';
import type { RunRow } from '../rows/run-row.js';
import { KeyFilter, passes, SEARCHED_FROM } from './key-filter.js';
import { MetricChart } from './metric-chart.js';
import type { MetricCurves } from './metric-curves.js';
import { groupMetrics } from './metric-groups.js';
import { Section } from './section.js';

/** All metrics of a run, most telling first, with their curves. */
export function MetricsSection(props: {
  readonly row: RunRow;
  readonly curves: MetricCurves;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { row, curves, trans } = props;
  const [wanted, setWanted] = React.useState('');
  const values = new Map(row.metrics.map(({ key, value }) => [key, value]));
  if (values.size === 0) {
    return null;
  }
  const keys = rankMetrics([row]).filter(key => passes(wanted, key));
  return (
    <Section title={trans.__('Metrics')} count={values.size}>
      {values.size >= SEARCHED_FROM && (
        <KeyFilter label={trans.__('Search metrics')} value={wanted} onChange={setWanted} />
      )}
      {groupMetrics(keys).map(group => (
        <MetricChart
          key={group.keys.join('\n')}
          group={group}
          values={values}
          curves={curves}
          trans={trans}
        />
      ))}
    </Section>
  );
}
