import type { Scalar } from '@tensorflow/tfjs-core';
import { metricName } from './metric-names.js';

/** What tfjs hands to callbacks; its own type knows of the numbers only. */
export type EpochLogs = Readonly<Record<string, number | Scalar>>;

/**
 * Reads the numbers of a training's epochs. All epochs of one have the same, so their names and
 * order are made up once.
 */
export class EpochMetrics {
  private _keys: readonly string[] = [];
  private _named: readonly (readonly [key: string, name: string])[] = [];

  /** The values by MLflow's names, `val_loss` behind `loss`. */
  async read(logs: EpochLogs): Promise<Record<string, number>> {
    this._prepareFor(Object.keys(logs));
    const values = await Promise.all(this._named.map(([key]) => numberOf(logs[key])));
    return Object.fromEntries(
      this._named.map(([, name], index): [string, number] => [name, values[index] ?? NaN])
    );
  }

  private _prepareFor(keys: readonly string[]): void {
    const isKnown =
      keys.length === this._keys.length && keys.every((key, index) => key === this._keys[index]);
    if (!isKnown) {
      this._keys = keys;
      this._named = inReadingOrder(keys).map(key => [key, metricName(key)] as const);
    }
  }
}

async function numberOf(value: number | Scalar | undefined): Promise<number | undefined> {
  return typeof value === 'object' ? (await value.data())[0] : value;
}

/** Each metric with its validation counterpart behind it; tfjs lists all `val_…` first. */
function inReadingOrder(keys: readonly string[]): readonly string[] {
  const trained = keys.filter(key => !key.startsWith('val_'));
  const rank = (key: string): number => trained.indexOf(key.replace(/^val_/, ''));
  return [...trained, ...keys.filter(key => key.startsWith('val_'))].sort(
    (a, b) => rank(a) - rank(b)
  );
}
