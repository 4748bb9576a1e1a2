import type { Delivery } from '../../protocol/index.js';
import type { ShipperMessage } from '../shipper/messages.js';

type Refused = Extract<ShipperMessage, { type: 'refused' }>;

/** What the server refused for good, by our id of the run, in the order of the last refusal. */
export class Refusals {
  private readonly _byRun = new Map<string, Pick<Refused, 'refused' | 'reason' | 'file'>>();

  add({ run, refused, reason, file }: Refused): void {
    const before = this._byRun.get(run)?.refused ?? 0;
    this._byRun.delete(run);
    this._byRun.set(run, { refused: before + refused, reason, file });
  }

  /** How many records. */
  get count(): number {
    return countOf([...this._byRun.values()]);
  }

  /** Of these runs, or of all; null where all of their records were taken. */
  of(runs: ReadonlySet<string> | null): Delivery | null {
    const refusals = [...this._byRun]
      .filter(([run]) => runs === null || runs.has(run))
      .map(([, refusal]) => refusal);
    const last = refusals.at(-1);
    if (last === undefined) {
      return null;
    }
    const refused = countOf(refusals);
    const next = `${refused === 1 ? 'It is' : 'They are'} kept in ${last.file}.`;
    return { state: 'refused', refused, reason: last.reason, next };
  }
}

function countOf(refusals: readonly { readonly refused: number }[]): number {
  return refusals.reduce((sum, { refused }) => sum + refused, 0);
}
