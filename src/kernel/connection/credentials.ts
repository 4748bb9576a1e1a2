type Environment = Readonly<Record<string, string | undefined>>;

/** The headers that MLflow's own environment variables ask for, as its Python client sends them. */
export function credentialHeaders(environment: Environment): Record<string, string> {
  const username = environment['MLFLOW_TRACKING_USERNAME'];
  const password = environment['MLFLOW_TRACKING_PASSWORD'];
  const token = environment['MLFLOW_TRACKING_TOKEN'];
  if (isGiven(username) && isGiven(password)) {
    const pair = Buffer.from(`${username}:${password}`).toString('base64');
    return { Authorization: `Basic ${pair}` };
  }
  return isGiven(token) ? { Authorization: `Bearer ${token}` } : {};
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
