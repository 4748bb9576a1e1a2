import type { KeyValue, Metric } from '../entities.js';
import { MlflowArgumentError } from '../errors.js';
import type { Batch } from '../requests.js';
import { encodeMetric, encodeParam, encodeTag } from '../wire/encode-entities.js';

/** An entity that can't be sent, and why. */
export type Unsendable =
  | { readonly kind: 'metric'; readonly entity: Metric; readonly reason: string }
  | { readonly kind: 'param' | 'tag'; readonly entity: KeyValue; readonly reason: string };

export interface ScreenedBatch {
  readonly sendable: Required<Batch>;
  readonly unsendable: readonly Unsendable[];
}

/** Parts `batch` into what can be sent and what MLflow would refuse, which would take the rest along. */
export function screenBatch(batch: Batch): ScreenedBatch {
  const unsendable: Unsendable[] = [];
  const metrics = (batch.metrics ?? []).filter(entity => {
    const reason = faultOf(() => encodeMetric(entity));
    return reason === null || (unsendable.push({ kind: 'metric', entity, reason }), false);
  });
  const params = (batch.params ?? []).filter(entity => {
    const reason = faultOf(() => encodeParam(entity));
    return reason === null || (unsendable.push({ kind: 'param', entity, reason }), false);
  });
  const tags = (batch.tags ?? []).filter(entity => {
    const reason = faultOf(() => encodeTag(entity));
    return reason === null || (unsendable.push({ kind: 'tag', entity, reason }), false);
  });
  return { sendable: { metrics, params, tags }, unsendable };
}

function faultOf(encode: () => unknown): string | null {
  try {
    encode();
    return null;
  } catch (error) {
    if (error instanceof MlflowArgumentError) {
      return error.message;
    }
    throw error;
  }
}
