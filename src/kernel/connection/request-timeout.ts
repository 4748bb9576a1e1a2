/**
 * How long an answer may take by MLflow's own variable, MLFLOW_HTTP_REQUEST_TIMEOUT, in
 * milliseconds; undefined where it doesn't say, or makes no sense.
 */
export function requestTimeout(
  environment: Readonly<Record<string, string | undefined>>
): number | undefined {
  const seconds = Number(environment['MLFLOW_HTTP_REQUEST_TIMEOUT'] ?? '');
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
