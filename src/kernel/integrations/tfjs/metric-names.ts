/**
 * MLflow's name of a metric that tfjs calls `name`: Keras writes `accuracy` where tfjs
 * writes `acc`, with `val_` or an output's name before it.
 */
export function metricName(name: string): string {
  return name.replace(/(^|_)acc$/, '$1accuracy');
}
