import type { Converter, ConverterModule } from './tslab-modules.js';

/**
 * Lets cells know the type of the global `mlflow`, as if an earlier cell had declared it:
 * its declaration goes before those of the first cell, and tslab carries it on from there.
 * A cell that declares the name itself replaces it, as with any earlier cell's name.
 * `types` is the absolute path of the declarations, a `.d.ts` file.
 */
export function declareGlobal(module: ConverterModule, types: string): void {
  const createConverter = module.createConverter.bind(module);
  module.createConverter = options => {
    const converter = createConverter(options);
    if (!options.isBrowser) {
      declare(converter, declaration(types));
    }
    return converter;
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
