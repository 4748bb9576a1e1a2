import type { KeyValue, Metric } from '../entities.js';
import { LIMITS } from '../limits.js';
import type { Batch } from '../requests.js';
import { limitedText } from '../wire/text.js';

/** A batch that fits into one request. */
export interface Chunk {
  readonly metrics: readonly Metric[];
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
}

/**
 * Splits `batch` into chunks that MLflow takes in one request each: at most 1000 metrics,
 * 100 params, 100 tags, 1000 of all, and about 0.9 MB. The order is kept: tags, params,
 * metrics. A param given twice with one value is sent once; with two values, the second
 * stands in a later chunk, so that its refusal takes nothing else along. Of tags given
 * twice in one chunk the last counts.
 */
export function chunkBatch(batch: Batch): Chunk[] {
  const chunks = new Chunks();
  for (const tag of batch.tags ?? []) {
    chunks.addTag(tag);
  }
  for (const param of batch.params ?? []) {
    chunks.addParam(param);
  }
  for (const metric of batch.metrics ?? []) {
    chunks.addMetric(metric);
  }
  return chunks.finish();
}

class Chunks {
  private readonly _done: Chunk[] = [];
  private _tags = new Map<string, KeyValue>();
  private _params = new Map<string, KeyValue>();
  private _metrics: Metric[] = [];
  private _bytes = 0;

  addTag(tag: KeyValue): void {
    if (!this._tags.has(tag.key)) {
      this._makeRoom(textBytes(tag), this._tags.size >= LIMITS.tagsPerBatch);
    }
    this._tags.set(tag.key, tag);
  }

  addParam(param: KeyValue): void {
    const known = this._params.get(param.key);
    // Values that are one after cutting are one to the server.
    if (known !== undefined && isSameParam(known, param)) {
      return;
    }
    const isFull = known !== undefined || this._params.size >= LIMITS.paramsPerBatch;
    this._makeRoom(textBytes(param), isFull);
    this._params.set(param.key, param);
  }

  addMetric(metric: Metric): void {
    const bytes = 110 + 3 * metric.key.length + (metric.modelId?.length ?? 0);
    this._makeRoom(bytes, this._metrics.length >= LIMITS.metricsPerBatch);
    this._metrics.push(metric);
  }

  finish(): Chunk[] {
    this._close();
    return this._done;
  }

  private _makeRoom(bytes: number, isFull: boolean): void {
    const entities = this._tags.size + this._params.size + this._metrics.length;
    if (
      isFull ||
      entities >= LIMITS.entitiesPerBatch ||
      (entities > 0 && this._bytes + bytes > LIMITS.bytesPerBatch)
    ) {
      this._close();
    }
    this._bytes += bytes;
  }

  private _close(): void {
    if (this._tags.size + this._params.size + this._metrics.length > 0) {
      this._done.push({
        tags: [...this._tags.values()],
        params: [...this._params.values()],
        metrics: this._metrics
      });
    }
    this._tags = new Map();
    this._params = new Map();
    this._metrics = [];
    this._bytes = 0;
  }
}

function isSameParam(one: KeyValue, other: KeyValue): boolean {
  const text = (param: KeyValue): string => limitedText(param.value, LIMITS.paramValue);
  return text(one) === text(other);
}

/** The most that a tag or param takes in JSON: three bytes for a UTF-16 unit, six for an escaped one. */
function textBytes(entity: KeyValue): number {
  const value = limitedText(entity.value, LIMITS.runTagValue);
  return 30 + 3 * entity.key.length + JSON.stringify(value).length * 3;
}
