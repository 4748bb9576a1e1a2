import type { TranslationBundle } from '@jupyterlab/translation';
import { caretDownIcon, caretUpIcon, HTMLSelect } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { NotebookRuns } from './notebook-runs.js';
import { isLowerBetter, NEWEST } from './run-order.js';

/** Milliseconds of rest after which what was typed is searched for. */
const REST = 350;

/** Filters and sorts the runs of a notebook. */
export function SearchBar(props: {
  readonly runs: NotebookRuns;
  /** Names of metrics to sort by. */
  readonly metrics: readonly string[];
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { runs, metrics, trans } = props;
  const faultId = React.useId();
  const { order, queryFault } = runs.listing;
  return (
    <div className="jp-AutologRuns-search">
      <SearchBox runs={runs} faultId={faultId} trans={trans} />
      <HTMLSelect
        className="jp-AutologRuns-sort"
        aria-label={trans.__('Sort runs by')}
        title={trans.__('Sort runs by')}
        value={order.by === 'metric' ? order.key : ''}
        onChange={event => {
          const key = event.target.value;
          void runs.sort(
            key === '' ? NEWEST : { by: 'metric', key, ascending: isLowerBetter(key) }
          );
        }}
      >
        <option value="">{trans.__('Newest')}</option>
        {metrics.map(key => (
          <option key={key} value={key}>
            {key}
          </option>
        ))}
      </HTMLSelect>
      {order.by === 'metric' && (
        <DirectionButton
          ascending={order.ascending}
          turn={() => {
            void runs.sort({ ...order, ascending: !order.ascending });
          }}
          trans={trans}
        />
      )}
      <p id={faultId} className="jp-AutologRuns-fault" role="status">
        {queryFault}
      </p>
    </div>
  );
}

function SearchBox(props: {
  readonly runs: NotebookRuns;
  readonly faultId: string;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { runs, faultId, trans } = props;
  const [text, setText] = React.useState('');
  const isFirst = React.useRef(true);
  React.useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    const timer = window.setTimeout(() => {
      void runs.search(text);
    }, REST);
    return () => {
      window.clearTimeout(timer);
    };
  }, [runs, text]);
  return (
    <input
      type="search"
      className="jp-AutologRuns-input"
      placeholder={trans.__('Name, loss < 0.1')}
      aria-label={trans.__('Search runs')}
      aria-describedby={faultId}
      aria-invalid={runs.listing.queryFault !== null}
      title={trans.__(
        'A part of a name, or MLflow’s filter language: metrics.loss < 0.1 and params.lr = "0.01"'
      )}
      spellCheck={false}
      value={text}
      onChange={event => {
        setText(event.target.value);
      }}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          void runs.search(text);
        } else if (event.key === 'Escape' && text !== '') {
          setText('');
          event.stopPropagation();
        }
      }}
    />
  );
}

function DirectionButton(props: {
  readonly ascending: boolean;
  readonly turn: () => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { ascending, turn, trans } = props;
  const Icon = ascending ? caretUpIcon : caretDownIcon;
  const label = ascending ? trans.__('Lowest first') : trans.__('Highest first');
  return (
    <button
      type="button"
      className="jp-AutologIconButton"
      title={label}
      aria-label={label}
      onClick={turn}
    >
      <Icon.react tag="span" width="16px" height="16px" />
    </button>
  );
}
