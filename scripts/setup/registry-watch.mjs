const FETCHED = /http (fetch|cache) .*\b(200|304|cache hit)\b/;
const FAILED = /http fetch .* attempt \d+ failed with/;

/** So many failures before the first success mean that there is no network, not that it stumbles. */
const ENOUGH = 12;

/**
 * Reads along with npm and aborts `signal` when the registry is plainly out of reach. Left alone, npm tries each
 * of a thousand packages several times first, which takes many minutes.
 */
export class RegistryWatch {
  constructor() {
    this._controller = new AbortController();
    this._failures = 0;
    this._hasFetched = false;
  }

  get signal() {
    return this._controller.signal;
  }

  see(line) {
    if (FETCHED.test(line)) {
      this._hasFetched = true;
    } else if (FAILED.test(line)) {
      this._failures += 1;
    }
    if (!this._hasFetched && this._failures >= ENOUGH) {
      this._controller.abort();
    }
  }
}
