import type { TranslationBundle } from '@jupyterlab/translation';
import type { DatasetInput } from '../../tracking/index.js';

/** A dataset in the words that a person looks for. */
export interface DatasetWords {
  readonly name: string;
  /** What it was used for: `train`, `eval`. */
  readonly context: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
}

export function datasetWords(input: DatasetInput, trans: TranslationBundle): DatasetWords {
  const { dataset, tags } = input;
  const lines = [
    { label: trans.__('Shape'), text: shapeWords(dataset.profile, dataset.schema, trans) },
    { label: trans.__('Type'), text: typeWords(dataset.schema) },
    { label: trans.__('Digest'), text: dataset.digest }
  ];
  return {
    name: dataset.name,
    context: tags.find(({ key }) => key === 'mlflow.data.context')?.value ?? '',
    lines: lines.filter(({ text }) => text !== '')
  };
}

/** Rows and features, from what MLflow's own numpy and pandas datasets write. */
function shapeWords(
  profile: string | undefined,
  schema: string | undefined,
  trans: TranslationBundle
): string {
  const counts = parse(profile);
  const features = shapeOf(counts['features_shape']) ?? tensorShape(schema);
  const targets = shapeOf(counts['targets_shape']);
  const rows = counts['num_rows'];
  return [
    typeof rows === 'number' ? trans._n('%1 row', '%1 rows', rows) : null,
    features,
    targets === null ? null : trans.__('targets %1', targets)
  ]
    .filter(part => part !== null)
    .join(', ');
}

function typeWords(schema: string | undefined): string {
  const types = [...plain(schema).matchAll(/"(?:dtype|type)"\s*:\s*"(\w+)"/g)];
  const found = new Set(types.map(match => match[1] ?? ''));
  found.delete('tensor');
  return [...found].join(', ');
}

/** MLflow puts the JSON of tensors into a string of the JSON. */
function plain(schema: string | undefined): string {
  return (schema ?? '').replace(/\\"/g, '"');
}

function tensorShape(schema: string | undefined): string | null {
  const match = /"shape"\s*:\s*(\[[-\d,\s]*\])/.exec(plain(schema));
  return match === null ? null : shapeOf(JSON.parse(match[1] ?? '[]'));
}

function shapeOf(value: unknown): string | null {
  return Array.isArray(value) && value.length > 0
    ? value.map(size => (size === -1 ? '?' : String(size))).join(' × ')
    : null;
}

/** Other clients may have written anything. */
function parse(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
