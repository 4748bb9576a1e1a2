import type { Delivery } from '../../protocol/index.js';
import type { ShippedRun } from './delivery-state.js';
import { Destination, type DestinationOptions, type ServerChoice } from './destination.js';

/** What people must hear of first, when servers differ; the last says nothing. */
const BY_URGENCY: readonly Delivery['state'][] = [
  'not-recorded',
  'offline',
  'waiting',
  'refused',
  'delivering',
  'delivered'
];

/** All tracking servers that this process logs to: one, unless the user sets another. */
export class Destinations {
  /** By what they are asked with. */
  private readonly _byChoice = new Map<string, Destination>();
  private _current: Destination;

  constructor(
    private readonly _common: Omit<DestinationOptions, keyof ServerChoice>,
    private readonly _first: ServerChoice
  ) {
    this._current = this._to(_first);
  }

  /** Where runs go that start now. */
  get current(): Destination {
    return this._current;
  }

  /** In the order in which they were set first. */
  get all(): readonly Destination[] {
    return [...this._byChoice.values()];
  }

  /** Sends runs that start from now on elsewhere; null for where they went in the beginning. */
  set(choice: ServerChoice | null): void {
    this._current = this._to(choice ?? this._first);
    this._current.renew();
  }

  /** What MLflow calls the run that this process knows as `run`, once a server has it. */
  run(run: string): ShippedRun | null {
    for (const { delivery } of this.all) {
      const found = delivery.run(run);
      if (found !== null) {
        return found;
      }
    }
    return null;
  }

  /** How far the records of these runs are on their way. */
  ofRuns(runs: ReadonlySet<string>): Delivery {
    const states = this._of(runs).map(({ delivery }) => delivery.ofRuns(runs));
    const ranked = states.sort((a, b) => BY_URGENCY.indexOf(a.state) - BY_URGENCY.indexOf(b.state));
    return ranked[0] ?? this._current.delivery.ofRuns(runs);
  }

  /** Whether all that was recorded of these runs is delivered, or refused. */
  isDelivered(runs: ReadonlySet<string>): boolean {
    return this._of(runs).every(({ delivery }) => delivery.isDelivered(runs));
  }

  /** What shippers could not do, in words, once per cause. */
  get faults(): readonly string[] {
    return this.all.flatMap(({ delivery }) => delivery.faults);
  }

  private _of(runs: ReadonlySet<string>): readonly Destination[] {
    return this.all.filter(({ delivery }) => delivery.concerns(runs));
  }

  private _to({ target, credentials }: ServerChoice): Destination {
    const key = JSON.stringify([target, credentials]);
    let destination = this._byChoice.get(key);
    if (destination === undefined) {
      destination = new Destination({ ...this._common, target, credentials });
      this._byChoice.set(key, destination);
    }
    return destination;
  }
}
