/** What a model's file `MLmodel` says, in words. */
export interface ModelWords {
  /** Ways to load it: `tfjs, python_function`. */
  readonly flavors: string;
  /** What it takes and what it gives, empty where nobody said. */
  readonly inputs: string;
  readonly outputs: string;
}

/** Columns named before the rest is only counted. */
const NAMED = 8;

/**
 * Reads `MLmodel`. Ours is JSON; of the YAML of others only the flavours are read, as there
 * is no YAML reader here. Never throws.
 */
export function modelWords(text: string): ModelWords {
  const model = parse(text);
  if (model === null) {
    const flavors = /^flavors:\n((?: {2}.*\n?)+)/m.exec(text)?.[1] ?? '';
    const names = [...flavors.matchAll(/^ {2}(\w+):/gm)].map(match => match[1]);
    return { flavors: names.join(', '), inputs: '', outputs: '' };
  }
  const signature = fieldsOf(model['signature']);
  return {
    flavors: Object.keys(fieldsOf(model['flavors'])).join(', '),
    inputs: schemaWords(signature['inputs']),
    outputs: schemaWords(signature['outputs'])
  };
}

/** `float32 ? × 4` for tensors, `length double, width double` for columns. */
function schemaWords(schema: unknown): string {
  const entries: unknown = typeof schema === 'string' ? parse(schema, Array.isArray) : null;
  if (!Array.isArray(entries)) {
    return '';
  }
  const words = entries.map(entry => entryWords(fieldsOf(entry)));
  const rest = words.length - NAMED;
  return words.slice(0, NAMED).join(', ') + (rest > 0 ? `, +${rest}` : '');
}

function entryWords(entry: Readonly<Record<string, unknown>>): string {
  const { name, type } = entry;
  const tensor = fieldsOf(entry['tensor-spec']);
  const shape = tensor['shape'];
  const kind = Array.isArray(shape)
    ? `${String(tensor['dtype'])} ${shape.map(size => (size === -1 ? '?' : String(size))).join(' × ')}`
    : String(type);
  return typeof name === 'string' ? `${name} ${kind}` : kind;
}

function parse(
  text: string,
  is: (value: unknown) => boolean = value => typeof value === 'object'
): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && is(value) ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
