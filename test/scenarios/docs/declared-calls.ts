import path from 'node:path';
import ts from 'typescript';

/** Compiled, this file lies in `build/test/scenarios/docs`. */
const TYPES = path.resolve(
  ...[__dirname, '..', '..', '..', '..'],
  ...['src', 'kernel', 'api', 'types', 'mlflow.ts']
);

/**
 * The members of an interface of the API by name, each as a table may write it: a call with the
 * names of its arguments, or with the names of options in place of the argument that holds them.
 */
export class DeclaredCalls {
  private readonly _program = ts.createProgram([TYPES], { strict: true, types: [] });
  private readonly _checker = this._program.getTypeChecker();

  /** @param name An interface that `types/mlflow.ts` exports. */
  of(name: string): Map<string, readonly string[]> {
    const source = this._program.getSourceFile(TYPES);
    const module = source && this._checker.getSymbolAtLocation(source);
    const found = (module ? this._checker.getExportsOfModule(module) : []).find(
      symbol => symbol.name === name
    );
    if (found === undefined) {
      throw new Error(`${TYPES} exports no ${name}.`);
    }
    const symbol =
      found.flags & ts.SymbolFlags.Alias ? this._checker.getAliasedSymbol(found) : found;
    return new Map(this._members(this._checker.getDeclaredTypeOfSymbol(symbol), ''));
  }

  private _members(type: ts.Type, prefix: string): [string, readonly string[]][] {
    return this._checker.getPropertiesOfType(type).flatMap(property => {
      const name = `${prefix}${property.name}`;
      const own = this._checker.getTypeOfSymbol(property);
      const call = own.getCallSignatures().at(-1);
      const construct = own.getConstructSignatures().at(-1);
      if (call !== undefined) {
        return [[name, this._forms(name, call)]];
      }
      if (construct !== undefined) {
        return [[name, this._forms(`new ${name}`, construct)]];
      }
      // A part of the API, such as one library's, or else a fact.
      const isPart = this._checker
        .getPropertiesOfType(own)
        .some(inner => this._checker.getTypeOfSymbol(inner).getCallSignatures().length > 0);
      return isPart && isObject(own) ? this._members(own, `${name}.`) : [[name, [name]]];
    });
  }

  private _forms(name: string, { parameters }: ts.Signature): readonly string[] {
    const written = parameters.map(parameter => {
      const type = this._checker.getNonNullableType(this._checker.getTypeOfSymbol(parameter));
      const options = isObject(type) ? this._checker.getPropertiesOfType(type) : [];
      return options.length > 0 && (isNamedOptions(type) || options.every(isOptional))
        ? `{ ${options.map(option => option.name).join(', ')} }`
        : parameter.name;
    });
    const named = parameters.map(parameter => parameter.name);
    return [written, named].map(list => `${name}(${list.join(', ')})`);
  }
}

function isObject(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Object) !== 0;
}

function isNamedOptions(type: ts.Type): boolean {
  return type.symbol.name.endsWith('Options');
}

function isOptional(symbol: ts.Symbol): boolean {
  return (symbol.flags & ts.SymbolFlags.Optional) !== 0;
}
