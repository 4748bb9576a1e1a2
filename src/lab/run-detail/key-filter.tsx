import * as React from 'react';

/** From so many entries on a search box is worth its place. */
export const SEARCHED_FROM = 10;

/** Whether one of `texts` holds what is wanted. */
export function passes(wanted: string, ...texts: readonly string[]): boolean {
  const text = wanted.trim().toLowerCase();
  return text === '' || texts.some(candidate => candidate.toLowerCase().includes(text));
}

export function KeyFilter(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): React.JSX.Element {
  const { label, value, onChange } = props;
  return (
    <input
      type="search"
      className="jp-AutologRuns-input"
      aria-label={label}
      placeholder={label}
      spellCheck={false}
      value={value}
      onChange={event => {
        onChange(event.target.value);
      }}
    />
  );
}
