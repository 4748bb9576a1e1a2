import * as React from 'react';
import { sparklinePath } from '../../format/index.js';
import type { CurvePoint } from '../../format/index.js';

const BOX = { width: 48, height: 14 };

/** A metric's curve at the size of a word. Its place is kept while there is nothing to draw. */
export function Sparkline(props: {
  readonly curve: readonly CurvePoint[] | null;
}): React.JSX.Element {
  const { curve } = props;
  // One point is no curve: a line across the middle would say "never changed".
  const path = curve === null || curve.length < 2 ? '' : sparklinePath(curve, BOX);
  return (
    <svg
      className="jp-AutologSparkline"
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      width={BOX.width}
      height={BOX.height}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}
