/** The runs that go to one server, by our ids, and which of them are not there to their end. */
export class RunsUnderWay {
  private readonly _begun = new Set<string>();
  /** With the byte of the journal behind which they began, or went on. */
  private readonly _undelivered = new Map<string, number>();

  /** A run begins, or goes on after its end, behind the byte `offset` of the journal. */
  began(run: string, offset: number): void {
    this._begun.add(run);
    this._undelivered.set(run, offset);
  }

  /**
   * All of it up to its end, which stands at byte `offset`, is delivered or refused. False where
   * that is no news, or it has gone on since.
   */
  completed(run: string, offset: number): boolean {
    const began = this._undelivered.get(run);
    return began !== undefined && offset >= began && this._undelivered.delete(run);
  }

  /** Whether some of these go to this server. */
  includesAny(runs: ReadonlySet<string>): boolean {
    return haveCommon(this._begun, runs);
  }

  /** Whether none of these is under way. */
  areDelivered(runs: ReadonlySet<string>): boolean {
    return !haveCommon(this._undelivered, runs);
  }
}

/** Goes through the smaller one: a cell may make ten thousand runs. */
function haveCommon(
  a: ReadonlySet<string> | ReadonlyMap<string, unknown>,
  b: ReadonlySet<string>
): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const key of few.keys()) {
    if (many.has(key)) {
      return true;
    }
  }
  return false;
}
