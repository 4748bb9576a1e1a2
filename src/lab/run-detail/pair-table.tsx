import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { CopyButton } from '../elements/copy-button.js';
import { KeyFilter, passes, SEARCHED_FROM } from './key-filter.js';

export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** Names and values, as params and tags have them. */
export function PairTable(props: {
  readonly label: string;
  readonly pairs: readonly Pair[];
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { label, pairs, trans } = props;
  const [wanted, setWanted] = React.useState('');
  const shown = pairs.filter(({ key, value }) => passes(wanted, key, value));
  return (
    <>
      {pairs.length >= SEARCHED_FROM && (
        <KeyFilter label={trans.__('Search %1', label)} value={wanted} onChange={setWanted} />
      )}
      <table className="jp-AutologPairs" aria-label={label}>
        <tbody>
          {shown.map(({ key, value }) => (
            <tr key={key}>
              <th scope="row" title={key}>
                {key}
              </th>
              <td>
                <span title={value}>{value}</span>
                <CopyButton
                  text={value}
                  label={trans.__('Copy the value of %1', key)}
                  trans={trans}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
