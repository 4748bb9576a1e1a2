import type { TranslationBundle } from '@jupyterlab/translation';
import { useVirtualizer } from '@tanstack/react-virtual';
import * as React from 'react';
import { useNow } from '../elements/use-now.js';
import { isRunning, rowKey } from '../rows/run-row.js';
import type { RunRow } from '../rows/run-row.js';
import { nextIndex } from './list-keys.js';
import { RunItem } from './run-item.js';

/** Height of a row in the size of its letters, as in the style sheet. */
const ROW_HEIGHT = 3.7;

/** Rows drawn beyond the edges. */
const OVERSCAN = 8;

export interface RunListProps {
  readonly rows: readonly RunRow[];
  /** Metrics to show in each row. */
  readonly metrics: readonly string[];
  /** Why runs that are kept are not with MLflow yet. */
  readonly keptWords: string;
  readonly openRun: (row: RunRow) => void;
  readonly trans: TranslationBundle;
}

/** Any number of runs, of which only those in view are in the page. */
export function RunList(props: RunListProps): React.JSX.Element {
  const { rows, metrics, keptWords, openRun, trans } = props;
  const list = React.useRef<HTMLDivElement>(null);
  const id = React.useId();
  const [activeKey, setActiveKey] = React.useState<string | null>(null);
  const [rowHeight, setRowHeight] = React.useState(48);
  React.useLayoutEffect(() => {
    const letters =
      list.current === null ? NaN : parseFloat(getComputedStyle(list.current).fontSize);
    setRowHeight(Number.isFinite(letters) ? Math.round(letters * ROW_HEIGHT) : 48);
  }, []);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current,
    estimateSize: () => rowHeight,
    getItemKey: index => keyAt(rows, index),
    overscan: OVERSCAN
  });
  React.useEffect(() => {
    virtualizer.measure();
  }, [rowHeight, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const hasRunning = items.some(({ index }) => isRunningAt(rows, index));
  const now = useNow(true, hasRunning ? 1000 : 30_000);
  const active = Math.max(
    0,
    rows.findIndex(row => rowKey(row) === activeKey)
  );

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const perPage = Math.floor((list.current?.clientHeight ?? rowHeight) / rowHeight);
    const next = nextIndex(event.key, active, rows.length, perPage);
    const row = rows[active];
    if (next !== null) {
      event.preventDefault();
      setActiveKey(keyAt(rows, next));
      virtualizer.scrollToIndex(next);
    } else if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) {
      event.preventDefault();
      openRun(row);
    }
  };

  return (
    <div
      ref={list}
      className="jp-AutologRuns-list"
      role="listbox"
      tabIndex={0}
      aria-label={trans.__('Runs')}
      aria-activedescendant={`${id}${active}`}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }} role="presentation">
        {items.map(({ index, start, key }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <RunItem
              key={key}
              id={`${id}${index}`}
              row={row}
              top={start}
              height={rowHeight}
              position={index + 1}
              count={rows.length}
              isActive={index === active}
              metrics={metrics}
              keptWords={keptWords}
              now={now}
              open={openRun}
              trans={trans}
            />
          );
        })}
      </div>
    </div>
  );
}

function keyAt(rows: readonly RunRow[], index: number): string {
  const row = rows[index];
  return row === undefined ? String(index) : rowKey(row);
}

function isRunningAt(rows: readonly RunRow[], index: number): boolean {
  const row = rows[index];
  return row !== undefined && isRunning(row);
}
