import type { Faults } from '../../patch/faults.js';
import type { JupyterModule } from './tslab-modules.js';

export interface ExecutorOptions {
  /** What a cell finds under the name `mlflow`. */
  readonly mlflow: unknown;
  readonly faults: Faults;
  readonly interrupted: () => void;
}

/**
 * Puts `mlflow` among what cells have declared, and listens for interrupts, before the
 * kernel answers for the first time.
 */
export function hookExecutor(module: JupyterModule, options: ExecutorOptions): void {
  const { mlflow, faults, interrupted } = options;
  const server = module.ZmqServer.prototype;
  const init = server.init;
  server.init = function () {
    faults.guard('preparing the kernel', () => {
      const { executor } = this.handler;
      executor.locals['mlflow'] = mlflow;
      const interrupt = executor.interrupt.bind(executor);
      executor.interrupt = () => {
        faults.guard('interrupting', interrupted);
        interrupt();
      };
    });
    return init.call(this);
  };
}
