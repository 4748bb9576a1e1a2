import type { Reporter } from '../kernel-reporter.js';

const EVERY_MS = 200;

/** What there is to tell about the way of a journal. */
export interface DeliveryCount {
  /** Everything before this byte is delivered or refused. */
  readonly offset: number;
  /** Records that are neither. */
  readonly waiting: number;
}

/** Tells the kernel how far the delivery came, a few times a second at most. */
export class ProgressReport {
  constructor(
    private readonly _reporter: Reporter,
    private readonly _count: () => DeliveryCount
  ) {}

  /** Something changed. */
  note(): void {
    this._timer ??= setTimeout(() => {
      this.tell();
    }, EVERY_MS);
  }

  tell(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    const { offset, waiting } = this._count();
    if (offset === this._toldOffset && waiting === this._toldWaiting) {
      return;
    }
    if (this._reporter.send({ type: 'progress', offset, waiting })) {
      this._toldOffset = offset;
      this._toldWaiting = waiting;
    } else {
      this.note();
    }
  }

  /** Tells nothing any more. */
  stop(): void {
    clearTimeout(this._timer);
  }

  private _timer: NodeJS.Timeout | undefined;
  private _toldOffset = -1;
  private _toldWaiting = -1;
}
