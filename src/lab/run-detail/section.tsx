import * as React from 'react';

/** A part of the page with its heading, which can be folded away. */
export function Section(props: {
  readonly title: string;
  readonly count?: number;
  readonly isOpen?: boolean;
  readonly children: React.ReactNode;
}): React.JSX.Element {
  const { title, count, isOpen = true, children } = props;
  return (
    <details className="jp-AutologSection" open={isOpen}>
      <summary>
        <h3>{title}</h3>
        {count !== undefined && <span className="jp-AutologSection-count">{count}</span>}
      </summary>
      <div className="jp-AutologSection-body">{children}</div>
    </details>
  );
}
