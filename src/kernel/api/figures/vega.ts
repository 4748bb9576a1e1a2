import { MlflowArgumentError } from '../../../tracking/index.js';
import type { FigureRecord } from '../../journal/records.js';

type Spec = FigureRecord['spec'];

/** Parts of a specification that hold rows of data, or nothing that is drawn. */
const WITHOUT_SOURCES = new Set(['values', 'datasets', 'config', 'usermeta']);

/** What `spec` says that it is, or null. */
export function vegaKind(spec: Spec): 'vega-lite' | 'vega' | null {
  const { $schema: schema } = spec;
  // https://vega.github.io/schema/vega-lite/v6.json
  const name = typeof schema === 'string' ? /\/(vega|vega-lite)\//.exec(schema) : null;
  return (name?.[1] as 'vega' | 'vega-lite' | undefined) ?? null;
}

/** `spec`, which can be drawn here. @throws MlflowArgumentError where data of it lies elsewhere. */
export function checkVega(spec: Spec): Spec {
  const source = sourceIn(spec, '');
  if (source !== undefined) {
    throw new MlflowArgumentError(
      `This figure loads data from ${JSON.stringify(source)}, and figures are drawn without network and ` +
        'files. Put the rows into its data as "values", or log it as .json, which may refer to anything.'
    );
  }
  return spec;
}

/** The first address that data is to be loaded from. */
function sourceIn(part: unknown, name: string): unknown {
  if (typeof part !== 'object' || part === null) {
    return undefined;
  }
  if (Array.isArray(part)) {
    return first(part.map(item => [name, item] as const));
  }
  if (name === 'data' && 'url' in part) {
    return part.url;
  }
  return first(Object.entries(part).filter(([key]) => !WITHOUT_SOURCES.has(key)));
}

function first(parts: readonly (readonly [string, unknown])[]): unknown {
  for (const [name, part] of parts) {
    const source = sourceIn(part, name);
    if (source !== undefined) {
      return source;
    }
  }
  return undefined;
}
