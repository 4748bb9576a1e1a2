import type { ModelFile } from '../../runs/recorded-run.js';
import type { NamedTensor } from './layers-api.js';

/** As many as MLflow keeps of a training set. */
const ROWS = 5;

/**
 * The first rows of what a model is trained with, in MLflow's form of an example of arrays: of a
 * model with several inputs, by their names. Makes no tensor.
 */
export async function inputExample(inputs: readonly NamedTensor[]): Promise<ModelFile> {
  const rows: [string, unknown][] = [];
  for (const { name, tensor } of inputs) {
    const [count = 0, ...rest] = tensor.shape;
    const size = rest.reduce((product, length) => product * length, 1);
    const values = Array.prototype.slice.call(await tensor.data(), 0, Math.min(ROWS, count) * size);
    rows.push([name ?? String(rows.length), nest(values, rest)]);
  }
  const [only, second] = rows;
  const given = only !== undefined && second === undefined ? only[1] : Object.fromEntries(rows);
  return { name: 'input_example.json', bytes: Buffer.from(JSON.stringify({ inputs: given })) };
}

/** A list of what lies next to each other in `flat`, each in lists of the lengths `shape`. */
function nest(flat: readonly unknown[], shape: readonly number[]): readonly unknown[] {
  if (shape.length === 0) {
    return flat;
  }
  const size = shape.reduce((product, length) => product * length, 1);
  return Array.from({ length: size === 0 ? 0 : flat.length / size }, (_, index) =>
    nest(flat.slice(index * size, (index + 1) * size), shape.slice(1))
  );
}
