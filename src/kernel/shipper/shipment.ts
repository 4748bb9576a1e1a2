import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { JournalOwner } from '../journal/journal-owner.js';
import { JournalReader } from '../journal/journal-reader.js';
import { forAnotherServer } from './left-behind/carried-record.js';
import type { Crew } from './crew.js';
import { makeCrew, type CrewOptions } from './make-crew.js';
import { removeJournal } from './progress/delivered-journal.js';
import { DeliveryLedger } from './progress/delivery-ledger.js';
import { JournalTail } from './reading/journal-tail.js';
import type { KernelLife } from './kernel-life.js';
import { Lanes } from './runs/lanes.js';
import { wordsOf } from '../connection/error-words.js';
import { isForAll } from './failures/patience.js';
import { ProgressFile } from './progress/progress-file.js';
import { ProgressReport } from './progress/progress-report.js';
import { SnapshotBox } from './snapshots/snapshot-box.js';
import { SnapshotDelivery } from './snapshots/snapshot-delivery.js';
import { startOfLine } from './reading/start-of-line.js';
import { UnreadLines } from './reading/unread-lines.js';
import { WorkCrowd } from './work-crowd.js';

export interface ShipmentOptions extends CrewOptions {
  readonly owner: JournalOwner;
  readonly kernel: KernelLife;
  /** How long the server may fail after the kernel's end before we stop trying, in milliseconds. */
  readonly patience: number;
  /** Nothing was recorded and nothing waits for some seconds. Called once. */
  readonly onIdle?: () => void;
}

/** What of a journal may be in memory: reading pauses beyond that, in bytes of its lines. */
const MOST_OPEN_BYTES = 512 * 1024;
const IDLE_MS = 5000;
/** A snapshot may come so long after the kernel's end and still be of its runs. */
const LATE_SNAPSHOT_MS = 1000;
const SNAPSHOTS_EVERY_MS = 500;

/**
 * Delivers a journal: while the kernel lives, whatever is appended; then the rest, the
 * ends of runs that were left open, and the journal is removed.
 * @throws NewerJournalError, or what the file system says
 */
export async function ship(options: ShipmentOptions): Promise<'delivered' | 'waiting'> {
  const shipment = new Shipment(options);
  try {
    await shipment.run();
  } finally {
    await shipment.close();
  }
  if (!shipment.isComplete || !isStillOurs(options)) {
    options.owner.release();
    return 'waiting';
  }
  await removeJournal(options.folder);
  return 'delivered';
}

/** Who took over meanwhile may be the shipper of a kernel that lives after all. */
function isStillOurs({ folder, owner }: ShipmentOptions): boolean {
  return !existsSync(folder.path) || owner.isCurrent;
}

class Shipment {
  constructor(private readonly _options: ShipmentOptions) {
    const { folder, open, kernel, owner, patience, reporter, signal, carried } = _options;
    this._progress = new ProgressFile(folder, message => {
      reporter.send({ type: 'fault', message });
    });
    this._resumedAt = startOfLine(folder.journal, this._progress.offset);
    this._progress.offset = this._resumedAt;
    this._ledger = new DeliveryLedger(this._resumedAt);
    this._reader = new JournalReader(folder.journal, this._resumedAt);
    this._unread = new UnreadLines(folder.journal);
    this._tail = new JournalTail(folder.journal);
    this._report = new ProgressReport(reporter, () => this._count());
    const mayBeThere = !owner.isFirst || carried !== undefined;
    const sentBefore = mayBeThere ? this._reader.unread() : 0;
    this._isElsewhere =
      carried !== undefined && !isDeepStrictEqual(carried.target, _options.open.target);
    this._crew = makeCrew(_options, {
      progress: this._progress,
      waiting: () => this._count().waiting,
      mayBeSent: start => start < sentBefore,
      mayHaveFiles: start => start < sentBefore && !this._isElsewhere,
      onSettled: this._noteSettled
    });
    this._snapshots = new SnapshotDelivery(
      this._crew,
      new SnapshotBox(folder, open, {
        home: carried?.from ?? folder.home,
        mayMove: carried === undefined
      }),
      this._works.add
    );
    this._lanes = new Lanes(this._crew, this._snapshots, this._works.add);
    signal.addEventListener('abort', () => {
      this._lanes.hurry();
      this._tail.wake();
    });
    kernel.whenGone(() => {
      this._crew.patience.limit(patience);
      this._lanes.hurry();
      this._tail.wake();
    });
  }

  /** All of the journal is delivered or refused, and nobody appends to it any more. */
  get isComplete(): boolean {
    const isSettled = this._isRead && this._ledger.open === 0;
    return isSettled && !this._hasFailed && !this._options.signal.aborted;
  }

  async run(): Promise<void> {
    await this._readToTheEnd();
    if (this._isRead && !this._options.signal.aborted) {
      this._tellBadLines(this._reader.finish());
      this._lanes.closeOrphans(this._reader.lastWrite());
    }
    await this._works.allDone();
  }

  async close(): Promise<void> {
    this._report.tell();
    this._report.stop();
    await this._progress.save();
    this._reader.close();
    this._unread.close();
    this._crew.figures.close();
    await this._crew.connection.close();
  }

  private async _readToTheEnd(): Promise<void> {
    const { kernel, signal } = this._options;
    while (!signal.aborted) {
      const isKernelGone = kernel.goneAt !== null;
      this._lookForSnapshots();
      const hasRoom = this._ledger.openBytes < MOST_OPEN_BYTES;
      if (!hasRoom || !this._readSome()) {
        if (hasRoom && isKernelGone) {
          this._isRead = true;
          return;
        }
        if (this._hasFailed && isKernelGone) {
          // What was given up keeps its room for ever: the rest is for whoever comes next.
          return;
        }
        this._noteIdleness();
        await this._tail.next();
      }
    }
  }

  private _lookForSnapshots(): void {
    const { goneAt } = this._options.kernel;
    const now = performance.now();
    if (goneAt !== null || now - this._lookedForSnapshots > SNAPSHOTS_EVERY_MS) {
      this._lookedForSnapshots = now;
      this._snapshots.look((goneAt ?? Infinity) + LATE_SNAPSHOT_MS);
    }
  }

  /** Whether there was something to read, if only damage, or metrics that were delivered before. */
  private _readSome(): boolean {
    const { offset } = this._reader;
    const { entries, badLines } = this._reader.read();
    this._tellBadLines(badLines);
    if (this._reader.offset === offset) {
      return false;
    }
    this._ledger.addChunk(this._reader.offset, receiptOf => {
      for (const read of entries) {
        const entry = this._isElsewhere ? forAnotherServer(read) : read;
        if (entry.start < this._resumedAt) {
          this._lanes.remember(entry);
        } else {
          this._lanes.deliver(entry, parts => receiptOf(parts, entry.size));
        }
      }
    });
    this._tail.noteGrowth();
    this._lastBusy = performance.now();
    this._report.note();
    return true;
  }

  private readonly _noteSettled = (): void => {
    if (this._progress.offset !== this._ledger.offset) {
      this._progress.offset = this._ledger.offset;
      this._progress.touch();
    }
    if (this._ledger.open === 0 && this._reader.unread() === 0) {
      // That nothing waits any more is what people wait for.
      this._report.tell();
    } else {
      this._report.note();
    }
    this._lastBusy = performance.now();
    if (this._ledger.openBytes < MOST_OPEN_BYTES / 2 && this._reader.unread() > 0) {
      this._tail.wake();
    }
  };

  private _noteIdleness(): void {
    const isIdle = this._ledger.open === 0 && performance.now() - this._lastBusy > IDLE_MS;
    if (isIdle && !this._wasIdle) {
      this._wasIdle = true;
      this._options.onIdle?.();
    }
  }

  private _tellBadLines(count: number): void {
    if (count > 0) {
      const message = `${count} lines of the journal of runs could not be read and were skipped.`;
      this._options.reporter.send({ type: 'fault', message });
    }
  }

  private _count(): { offset: number; waiting: number } {
    const waiting = this._ledger.open + this._unread.count(this._reader);
    return { offset: this._ledger.offset, waiting };
  }

  private readonly _works = new WorkCrowd(error => {
    this._hasFailed = true;
    if (!isForAll(error)) {
      const message = `The delivery of a run failed and is tried again later: ${wordsOf(error)}`;
      this._options.reporter.send({ type: 'fault', message });
    }
  });
  private readonly _report: ProgressReport;
  private readonly _progress: ProgressFile;
  private readonly _resumedAt: number;
  private readonly _ledger: DeliveryLedger;
  private readonly _reader: JournalReader;
  private readonly _unread: UnreadLines;
  private readonly _tail: JournalTail;
  private readonly _crew: Crew;
  private readonly _snapshots: SnapshotDelivery;
  private readonly _lanes: Lanes;
  /** Whether it goes to another server than the one that the journal names. */
  private readonly _isElsewhere: boolean;
  private _isRead = false;
  private _hasFailed = false;
  private _wasIdle = false;
  private _lastBusy = performance.now();
  private _lookedForSnapshots = -Infinity;
}
