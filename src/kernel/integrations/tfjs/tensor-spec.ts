/** A tensor's description; null stands for a dimension of any size. */
export interface SpecSource {
  readonly name: string | null;
  readonly dtype: string;
  readonly shape: readonly (number | null)[];
}

/** MLflow names data types as numpy does. */
const NUMPY_TYPES: Readonly<Record<string, string>> = { string: 'str' };

/**
 * Tensor specs in the JSON form of MLflow (`mlflow/types/schema.py`). MLflow allows
 * names only where all have one, so a single tensor goes without.
 */
export function tensorSpecs(sources: readonly SpecSource[]): readonly object[] {
  const named = sources.length > 1 && sources.every(({ name }) => name !== null);
  return sources.map(({ name, dtype, shape }) => ({
    ...(named ? { name } : {}),
    type: 'tensor',
    'tensor-spec': {
      dtype: NUMPY_TYPES[dtype] ?? dtype,
      shape: shape.map(size => size ?? -1)
    }
  }));
}
