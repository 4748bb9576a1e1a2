/** Logging how busy the machine is while runs go on. */
export interface SystemMetrics {
  /**
   * Logs processor, memory, disk, the lag of the event loop, and graphics cards (where
   * `nvidia-smi` is there) every ten seconds, as `system/…`, to all runs that start from now on.
   */
  enableSystemMetricsLogging(): void;

  /** Runs that start from now on log no such metrics, unless they ask for it themselves. */
  disableSystemMetricsLogging(): void;

  /** @param interval Seconds, more than 0, between two samples. @throws MlflowArgumentError */
  setSystemMetricsSamplingInterval(interval: number): void;
}
