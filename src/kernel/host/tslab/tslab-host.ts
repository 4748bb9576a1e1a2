import type { Faults } from '../../patch/faults.js';
import type { ModuleHooks } from '../../patch/module-hooks.js';
import { hookCells } from './cells-hook.js';
import type { CellsOptions } from './cells-hook.js';
import { declareGlobal } from './declare-global.js';
import { hookExecutor } from './executor-hook.js';
import type { ExecutorOptions } from './executor-hook.js';
import { isConverterModule, isJupyterModule } from './tslab-modules.js';

export interface TslabOptions extends ExecutorOptions, CellsOptions {
  readonly faults: Faults;
  /** Absolute path of the declarations of `mlflow`, a `.d.ts` file. */
  readonly types: string;
}

/**
 * Settles into tslab as its `dist/main.js` loads its parts. A local tslab that a global
 * one hands over to is met the same way, and so is the JavaScript kernel.
 */
export function installInTslab(hooks: ModuleHooks, options: TslabOptions): void {
  hooks.on('./converter', (exports, filename) => {
    if (isPartOfTslab(filename)) {
      if (!isConverterModule(exports)) {
        throw new Error('this version of tslab is not known: no createConverter');
      }
      declareGlobal(exports, options.types);
    }
  });
  hooks.on('./jupyter', (exports, filename) => {
    if (isPartOfTslab(filename)) {
      if (!isJupyterModule(exports)) {
        throw new Error('this version of tslab is not known: its requests are handled otherwise');
      }
      hookCells(exports, options);
      hookExecutor(exports, options);
    }
  });
}

function isPartOfTslab(filename: string): boolean {
  return /[\\/]tslab[\\/]dist[\\/](converter|jupyter)\.js$/.test(filename);
}
