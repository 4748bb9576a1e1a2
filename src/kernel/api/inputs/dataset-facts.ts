import { createHash } from 'node:crypto';
import { MlflowArgumentError } from '../../../tracking/index.js';
import { describeError } from '../../patch/describe-error.js';

/** What can be seen of a dataset's content. */
export interface DatasetFacts {
  readonly schema: object;
  readonly profile: object;
  /** Differs where the content does. */
  readonly content: string;
}

type Row = Readonly<Record<string, unknown>>;

/** @throws MlflowArgumentError where `data` is neither rows nor numbers in lists of equal lengths. */
export function describeData(data: readonly unknown[]): DatasetFacts {
  if (!Array.isArray(data)) {
    throw new MlflowArgumentError(
      "A dataset's data is a list of rows as objects, or numbers nested in lists."
    );
  }
  const facts = isRow(data[0]) ? ofRows(data) : ofNumbers(data);
  return { ...facts, content: createHash('sha256').update(textOf(data)).digest('hex') };
}

function textOf(data: readonly unknown[]): string {
  try {
    return JSON.stringify(data);
  } catch (error) {
    throw new MlflowArgumentError(
      `A dataset's data has a value without a JSON form: ${describeError(error)}. Give its digest and profile instead of the data.`
    );
  }
}

function isRow(value: unknown): value is Row {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value)
  );
}

function ofRows(rows: readonly unknown[]): Omit<DatasetFacts, 'content'> {
  if (!rows.every(isRow)) {
    throw new MlflowArgumentError("A dataset's data has rows, and something else among them.");
  }
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const mlflow_colspec = columns.map(name => {
    const values = rows.map(row => row[name]);
    const present = values.filter(value => value !== null && value !== undefined);
    return { type: columnType(present), name, required: present.length === values.length };
  });
  return {
    schema: { mlflow_colspec },
    profile: { num_rows: rows.length, num_elements: rows.length * columns.length }
  };
}

/** MLflow's types of columns; a column of several kinds is of text. */
function columnType(values: readonly unknown[]): string {
  const isEach = (is: (value: unknown) => boolean): boolean =>
    values.length > 0 && values.every(is);
  if (isEach(value => typeof value === 'boolean')) {
    return 'boolean';
  }
  if (isEach(Number.isSafeInteger)) {
    return 'long';
  }
  if (isEach(value => typeof value === 'number')) {
    return 'double';
  }
  return isEach(value => value instanceof Date) ? 'datetime' : 'string';
}

function ofNumbers(data: readonly unknown[]): Omit<DatasetFacts, 'content'> {
  const shape = shapeOf(data);
  const features = [
    { type: 'tensor', 'tensor-spec': { dtype: 'float64', shape: [-1, ...shape.slice(1)] } }
  ];
  return {
    schema: { mlflow_tensorspec: { features: JSON.stringify(features), targets: null } },
    profile: { features_shape: shape, features_size: shape.reduce((a, b) => a * b, 1) }
  };
}

function shapeOf(data: unknown): number[] {
  if (typeof data === 'number') {
    return [];
  }
  const items: ArrayLike<unknown> | null =
    Array.isArray(data) || ArrayBuffer.isView(data)
      ? (data as unknown as ArrayLike<unknown>)
      : null;
  if (items === null) {
    throw new MlflowArgumentError(
      `A dataset's data is rows as objects, or numbers nested in lists, and has ${typeof data} in it.`
    );
  }
  const [first, ...others] = Array.from(items, shapeOf);
  if (others.some(shape => shape.join() !== first?.join())) {
    throw new MlflowArgumentError("A dataset's data has lists of different lengths side by side.");
  }
  return [items.length, ...(first ?? [])];
}
