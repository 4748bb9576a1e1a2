import { createHash } from 'node:crypto';
import type { DatasetDescription } from '../../runs/recorded-run.js';
import type { NamedTensor } from './layers-api.js';
import { tensorSpecs } from './tensor-spec.js';

/** At most this much of each tensor goes into a digest, taken evenly from its whole length. */
const DIGEST_BYTES = 256 * 1024;
const BLOCK_BYTES = 4096;

/** MLflow keeps 36 characters of a digest; 16 hex digits tell 2^32 datasets apart. */
const DIGEST_LENGTH = 16;

const BYTES_PER_ELEMENT: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  complex64: 8
};

/**
 * A dataset of tensors as MLflow's `NumpyDataset` describes one: shapes, data types,
 * sizes, and a digest of the content. Reads the tensors, which must not be disposed of
 * meanwhile; copies nothing.
 */
export async function describeTensors(
  context: DatasetDescription['context'],
  features: readonly NamedTensor[],
  targets: readonly NamedTensor[]
): Promise<DatasetDescription> {
  const hash = createHash('sha256');
  for (const { name, tensor } of [...features, ...targets]) {
    hash.update(JSON.stringify([name, tensor.dtype, tensor.shape]));
    hashSample(hash, await tensor.data());
  }
  const schema = {
    mlflow_tensorspec: {
      features: JSON.stringify(tensorSpecs(features.map(asSpec))),
      targets: targets.length === 0 ? null : JSON.stringify(tensorSpecs(targets.map(asSpec)))
    }
  };
  return {
    context,
    name: 'dataset',
    digest: hash.digest('hex').slice(0, DIGEST_LENGTH),
    schema: JSON.stringify(schema),
    profile: JSON.stringify({ ...profile('features', features), ...profile('targets', targets) })
  };
}

/** A `tf.data` dataset, whose elements can't be looked at without using them up. */
export function describeStream(
  context: DatasetDescription['context'],
  dataset: unknown
): DatasetDescription {
  const size: unknown = (dataset as { readonly size?: unknown } | null)?.size;
  const elements = typeof size === 'number' && Number.isFinite(size) ? size : null;
  const profileText = JSON.stringify(elements === null ? {} : { num_batches: elements });
  return {
    context,
    name: 'tf.data',
    digest: createHash('sha256').update(profileText).digest('hex').slice(0, DIGEST_LENGTH),
    schema: '{}',
    profile: profileText
  };
}

function asSpec({ name, tensor }: NamedTensor): Parameters<typeof tensorSpecs>[0][number] {
  const [, ...rest] = tensor.shape;
  return { name, dtype: tensor.dtype, shape: [null, ...rest] };
}

function profile(
  what: 'features' | 'targets',
  tensors: readonly NamedTensor[]
): Record<string, unknown> {
  if (tensors.length === 0) {
    return {};
  }
  const each = <T>(read: (entry: NamedTensor) => T): T | Record<string, T> => {
    const [only, second] = tensors;
    return only !== undefined && second === undefined
      ? read(only)
      : Object.fromEntries(
          tensors.map((entry, index) => [entry.name ?? String(index), read(entry)])
        );
  };
  return {
    [`${what}_shape`]: each(({ tensor }) => tensor.shape),
    [`${what}_size`]: each(({ tensor }) => tensor.size),
    [`${what}_nbytes`]: each(({ tensor }) => tensor.size * (BYTES_PER_ELEMENT[tensor.dtype] ?? 0))
  };
}

function hashSample(
  hash: ReturnType<typeof createHash>,
  data: ArrayLike<unknown> & (ArrayBufferView | readonly unknown[])
): void {
  if (!ArrayBuffer.isView(data)) {
    hash.update(JSON.stringify(Array.from(data as ArrayLike<unknown>).slice(0, BLOCK_BYTES)));
    return;
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const blocks = Math.max(1, Math.min(DIGEST_BYTES, bytes.length) / BLOCK_BYTES);
  const stride = Math.max(BLOCK_BYTES, Math.floor(bytes.length / blocks));
  for (let start = 0; start < bytes.length; start += stride) {
    hash.update(bytes.subarray(start, start + BLOCK_BYTES));
  }
}
