/** Where a curve is drawn, in the user units of an SVG. */
export interface SparklineBox {
  readonly width: number;
  readonly height: number;
}

/** A point of a curve: step and value. */
export type CurvePoint = readonly [step: number, value: number];

/**
 * The `d` attribute of an SVG path through `points`, which must be finite and in the
 * order of their steps. A single point, or a curve that never changes, is a line across
 * the middle. Empty without points. One unit of margin keeps a stroke of two inside.
 */
export function sparklinePath(points: readonly CurvePoint[], box: SparklineBox): string {
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined) {
    return '';
  }
  let low = first[1];
  let high = first[1];
  for (const [, value] of points) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const x = scale(first[0], last[0], 1, box.width - 1);
  const y = scale(low, high, box.height - 1, 1);
  if (first[0] === last[0] || low === high) {
    const middle = round(box.height / 2);
    return `M1 ${middle}H${round(box.width - 1)}`;
  }
  return points
    .map(([step, value], index) => `${index === 0 ? 'M' : 'L'}${round(x(step))} ${round(y(value))}`)
    .join('');
}

function scale(from: number, to: number, start: number, end: number): (at: number) => number {
  const span = to - from;
  // The span of two huge numbers is infinite; that of their halves is not.
  const share = Number.isFinite(span)
    ? (at: number) => (at - from) / span
    : (at: number) => (at / 2 - from / 2) / (to / 2 - from / 2);
  return at => start + share(at) * (end - start);
}

function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}
