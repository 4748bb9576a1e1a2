import type { ModuleHooks } from '../../patch/module-hooks.js';
import { hookCells } from './cells-hook.js';
import type { CellsOptions } from './cells-hook.js';
import { hookExecutor } from './executor-hook.js';
import type { ExecutorOptions } from './executor-hook.js';
import { isExecutorModule, isJupyterModule } from './tslab-modules.js';

/**
 * Settles into tslab as its `dist/main.js` loads its parts. A local tslab that a global
 * one hands over to is met the same way, and so is the JavaScript kernel.
 */
export function installInTslab(hooks: ModuleHooks, options: ExecutorOptions & CellsOptions): void {
  hooks.on('./executor', (exports, filename) => {
    if (isPartOfTslab(filename)) {
      if (!isExecutorModule(exports)) {
        throw new Error('this version of tslab is not known: no createExecutor');
      }
      hookExecutor(exports, options);
    }
  });
  hooks.on('./jupyter', (exports, filename) => {
    if (isPartOfTslab(filename)) {
      if (!isJupyterModule(exports)) {
        throw new Error('this version of tslab is not known: no handleExecute');
      }
      hookCells(exports, options);
    }
  });
}

function isPartOfTslab(filename: string): boolean {
  return /[\\/]tslab[\\/]dist[\\/](executor|jupyter)\.js$/.test(filename);
}
