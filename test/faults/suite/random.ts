/** Chance that a seed repeats: the same seed and name give the same numbers. */
export class Random {
  /** `name` sets apart what shares a seed, so that one fault run alone draws what it draws beside others. */
  constructor(
    readonly seed: number,
    name = ''
  ) {
    this._state = [...name].reduce(
      (hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193),
      (seed ^ 0x811c9dc5) | 0
    );
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    // The generator "mulberry32": 32 bits of state are plenty for moments in time.
    this._state = (this._state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this._state ^ (this._state >>> 15), 1 | this._state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** A seed for somebody else. */
  seedFor(): number {
    return this.integer(1, 2 ** 31 - 1);
  }

  private _state: number;
}
