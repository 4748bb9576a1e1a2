import { LIMITS, type Batch, type KeyValue, type Metric } from '../../../tracking/index.js';
import { decodeMetricValue } from '../../../protocol/index.js';
import type { MetricRecord } from '../../journal/records.js';
import type { Receipt } from '../progress/delivery-ledger.js';

/** One metric, param or tag on its way, or a tag to be taken away. */
export type BatchItem = {
  readonly start: number;
  readonly receipt: Receipt;
} & (
  | { readonly kind: 'metric'; readonly metric: Metric }
  | { readonly kind: 'param' | 'tag'; readonly entity: KeyValue }
  | { readonly kind: 'untag'; readonly key: string }
);

/** Params or tags by their keys. */
export type Texts = Readonly<Record<string, string>>;

/** What of a run is to be sent by `log-batch`, in the order it was recorded. */
export class BatchQueue {
  get length(): number {
    return this._items.length - this._next;
  }

  addMetric(record: MetricRecord, start: number, receipt: Receipt): void {
    const { key, value, step, time, modelId, dataset } = record;
    const metric = {
      key,
      value: decodeMetricValue(value),
      step,
      timestamp: time,
      ...(modelId === undefined ? undefined : { modelId }),
      ...(dataset === undefined
        ? undefined
        : { datasetName: dataset.name, datasetDigest: dataset.digest })
    };
    this._items.push({ kind: 'metric', start, receipt, metric });
  }

  /** `receipt` has a part for each of `texts`. */
  addTexts(kind: 'param' | 'tag', texts: Texts, start: number, receipt: Receipt): void {
    for (const [key, value] of Object.entries(texts)) {
      this._items.push({ kind, start, receipt, entity: { key, value } });
    }
  }

  /** Takes the tag away that was set before, and not one that is set later. */
  addUntag(key: string, start: number, receipt: Receipt): void {
    this._items.push({ kind: 'untag', start, receipt, key });
  }

  /** Takes as much from the front as fits into one request; what takes a tag away is one by itself. */
  take(): BatchItem[] {
    const room = new BatchRoom();
    let end = this._next;
    for (
      let item = this._items[end];
      item !== undefined && room.admits(item);
      item = this._items[end]
    ) {
      end++;
    }
    const taken = this._items.slice(this._next, end);
    this._next = end;
    if (this._next === this._items.length || this._next > 10_000) {
      this._items = this._items.slice(this._next);
      this._next = 0;
    }
    return taken;
  }

  private _items: BatchItem[] = [];
  private _next = 0;
}

export function batchOf(items: readonly BatchItem[]): Batch {
  const metrics: Metric[] = [];
  const params: KeyValue[] = [];
  const tags: KeyValue[] = [];
  for (const item of items) {
    switch (item.kind) {
      case 'metric':
        metrics.push(item.metric);
        break;
      case 'param':
        params.push(item.entity);
        break;
      case 'tag':
        tags.push(item.entity);
        break;
      case 'untag':
        throw new Error('MLflow takes tags away by a request of its own.');
    }
  }
  return { metrics, params, tags };
}

/** How much still fits into a request. MLflow refuses a key that stands there twice. */
class BatchRoom {
  admits(item: BatchItem): boolean {
    const isAdmitted = !this._isTaken && this._admits(item);
    this._count++;
    return isAdmitted && this._count <= LIMITS.entitiesPerBatch;
  }

  private _admits(item: BatchItem): boolean {
    switch (item.kind) {
      case 'metric':
        return this._admitsMetric(item.metric);
      case 'param':
      case 'tag':
        return this._admitsText(item);
      case 'untag':
        this._isTaken = true;
        return this._count === 0;
    }
  }

  private _admitsMetric(metric: Metric): boolean {
    this._bytes += 160 + 3 * (metric.key.length + (metric.datasetName?.length ?? 0));
    return this._fits();
  }

  private _admitsText(item: Extract<BatchItem, { readonly entity: KeyValue }>): boolean {
    const { key, value } = item.entity;
    const keys = item.kind === 'param' ? this._params : this._tags;
    const limit = item.kind === 'param' ? LIMITS.paramsPerBatch : LIMITS.tagsPerBatch;
    const isNew = !keys.has(key);
    keys.add(key);
    this._bytes += 30 + 3 * (key.length + Math.min(value.length, LIMITS.runTagValue));
    return isNew && keys.size <= limit && this._fits();
  }

  /** A single item always does. */
  private _fits(): boolean {
    return this._count === 0 || this._bytes <= LIMITS.bytesPerBatch;
  }

  private _isTaken = false;
  private _count = 0;
  private _bytes = 0;
  private readonly _params = new Set<string>();
  private readonly _tags = new Set<string>();
}
