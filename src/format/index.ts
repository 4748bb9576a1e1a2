export { formatNumber } from './number.js';
export { formatDuration } from './duration.js';
export { sparklinePath } from './sparkline.js';
export type { CurvePoint, SparklineBox } from './sparkline.js';
