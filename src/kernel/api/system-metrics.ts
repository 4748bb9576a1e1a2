import { MlflowArgumentError } from '../../tracking/index.js';
import type { SystemMonitor } from '../system/system-monitor.js';
import type { SystemMetrics } from './types/system-metrics.js';

/** A timer's longest, in seconds. */
const LONGEST = (2 ** 31 - 1) / 1000;

export function createSystemMetrics(monitor: SystemMonitor): SystemMetrics {
  return {
    enableSystemMetricsLogging: () => {
      monitor.isEnabled = true;
    },
    disableSystemMetricsLogging: () => {
      monitor.isEnabled = false;
    },
    setSystemMetricsSamplingInterval: interval => {
      if (typeof interval !== 'number' || !(interval > 0 && interval <= LONGEST)) {
        throw new MlflowArgumentError(
          `The sampling interval was given as ${String(interval)}: give seconds, more than 0.`
        );
      }
      monitor.interval = interval;
    }
  };
}
