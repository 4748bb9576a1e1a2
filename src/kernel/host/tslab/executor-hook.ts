import type { Converter, ExecutorModule } from './tslab-modules.js';

export interface ExecutorOptions {
  /** What a cell finds under the name `mlflow`. */
  readonly mlflow: unknown;
  /** Absolute path of the declarations of its type, a `.d.ts` file. */
  readonly types: string;
  interrupted(): void;
}

/**
 * Gives cells the typed global `mlflow`, as if an earlier cell had declared it: its
 * declaration goes before those of the first cell, its value among tslab's locals. A
 * cell that declares the name itself shadows both, as with any earlier cell's name.
 */
export function hookExecutor(module: ExecutorModule, options: ExecutorOptions): void {
  const createExecutor = module.createExecutor.bind(module);
  module.createExecutor = (rootDir, converters, console) => {
    const executor = createExecutor(rootDir, converters, console);
    declare(converters.node, declaration(options.types));
    executor.locals['mlflow'] = options.mlflow;
    const interrupt = executor.interrupt.bind(executor);
    executor.interrupt = () => {
      options.interrupted();
      interrupt();
    };
    return executor;
  };
}

function declaration(types: string): string {
  const specifier = types.replace(/\\/g, '/').replace(/\.d\.ts$/, '');
  return `export declare const mlflow: import(${JSON.stringify(specifier)}).Mlflow;\n`;
}

function declare(converter: Converter, first: string): void {
  const { convert, inspect, complete } = converter;
  const from = (declarations: string): string => (declarations === '' ? first : declarations);
  converter.convert = (declarations, source) => convert(from(declarations), source);
  converter.inspect = (declarations, source, position) =>
    inspect(from(declarations), source, position);
  converter.complete = (declarations, source, position) =>
    complete(from(declarations), source, position);
}
