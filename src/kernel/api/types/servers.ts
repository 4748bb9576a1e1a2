/** Choosing tracking servers. */
export interface TrackingServers {
  /**
   * Sends all runs that start from now on to another tracking server. What was logged before, and
   * runs that go on, stay with theirs.
   * @param uri `http://…` or `https://…`, with user and password where it needs them: they are kept
   * in no file. An empty string sets the server of the beginning again. With the same address as
   * before it lets what `process.env` says of log-ins now count, also for what waits already.
   * @throws MlflowArgumentError when it is no such address.
   */
  setTrackingUri(uri: string): void;

  /** The address of the server that runs go to now, without password; of JupyterLab's own store, `sqlite:///…`. */
  getTrackingUri(): string;

  /**
   * Makes an `MlflowClient` use the model registry of another server.
   * @param uri As of {@link setTrackingUri}; an empty string for the tracking server's own.
   * @throws MlflowArgumentError when it is no such address.
   */
  setRegistryUri(uri: string): void;

  /** The address of the server whose model registry is used. */
  getRegistryUri(): string;
}
