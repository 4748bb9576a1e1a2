import { watch, type FSWatcher } from 'node:fs';

/** While lines come in, the file is looked at so often, in milliseconds. */
const BUSY_LOOK_MS = 200;
/** While none do, a watcher wakes us, and this is for disks where it doesn't. */
const IDLE_LOOK_MS = 1000;
const BUSY_FOR_MS = 2000;

/**
 * Says when to look at a growing file again. A watcher that stayed on would cost as much as
 * the reading while a training loop appends thousands of lines a second, so it is
 * set up for the first line after a silence only.
 */
export class JournalTail {
  constructor(private readonly _file: string) {}

  /** Something was found at the last look. */
  noteGrowth(): void {
    this._grewAt = performance.now();
  }

  /** Resolves when it is time to look again. */
  next(): Promise<void> {
    if (this._isWoken) {
      this._isWoken = false;
      return Promise.resolve();
    }
    const isBusy = performance.now() - this._grewAt < BUSY_FOR_MS;
    return new Promise(resolve => {
      const watcher = isBusy ? null : this._watch();
      const timer = setTimeout(
        () => {
          this.wake();
        },
        isBusy ? BUSY_LOOK_MS : IDLE_LOOK_MS
      );
      this._finish = () => {
        clearTimeout(timer);
        watcher?.close();
        this._finish = null;
        resolve();
      };
    });
  }

  /** Makes `next` resolve now, or the next one at once. */
  wake(): void {
    if (this._finish === null) {
      this._isWoken = true;
    } else {
      this._finish();
    }
  }

  private _watch(): FSWatcher | null {
    try {
      const watcher = watch(this._file, { persistent: false }, () => {
        this.wake();
      });
      watcher.on('error', () => {
        watcher.close();
      });
      return watcher;
    } catch {
      // No watchers to be had here; the timer will do.
      return null;
    }
  }

  private _grewAt = -Infinity;
  private _isWoken = false;
  private _finish: (() => void) | null = null;
}
