import type { JournalEntry } from '../../journal/journal-reader.js';
import type { EndRecord, JournalRecord, RunRecord } from '../../journal/records.js';
import type { Texts } from './batch-queue.js';
import type { Crew } from '../crew.js';
import type { Receipt } from '../progress/delivery-ledger.js';
import { artifactErrand, artifactsErrand } from '../errands/artifact-errand.js';
import {
  datasetErrand,
  executedNotebookErrand,
  figureErrand,
  runErrand,
  textErrand
} from '../errands/errand.js';
import { modelErrand } from '../errands/model-errand.js';
import { RunLane } from './run-lane.js';
import type { SnapshotDelivery } from '../snapshots/snapshot-delivery.js';

type RunsOwnRecord = Exclude<
  JournalRecord,
  { readonly type: 'open' | 'cell' | 'close' | 'flush' | 'run' }
>;
type ReceiptOf = (parts: number) => Receipt;

/** Hands each record to the lane of its run. */
export class Lanes {
  constructor(
    private readonly _crew: Crew,
    private readonly _snapshots: SnapshotDelivery,
    private readonly _track: (work: Promise<void>) => void
  ) {}

  /** Takes a record that is to be delivered. */
  deliver({ record, start }: JournalEntry, receiptOf: ReceiptOf): void {
    this._note(record);
    switch (record.type) {
      case 'open':
      case 'cell':
      case 'close':
        break;
      case 'flush':
        this._hurry('now');
        break;
      case 'run':
        this._openLane(record, start, receiptOf);
        break;
      default:
        this._hand(record, start, receiptOf);
    }
  }

  /** Takes note of a record that was delivered before. */
  remember({ record, start }: JournalEntry): void {
    this._note(record);
    switch (record.type) {
      case 'run': {
        const lane = this._addLane(record, start);
        if (this._crew.progress.runs.has(record.run)) {
          this._track(lane.ready().then(() => undefined));
        }
        break;
      }
      case 'table':
        this._lanes.get(record.run)?.tables.remember(record);
        break;
      case 'end':
      case 'resume':
        this._lanes.get(record.run)?.noteEnd(record.type === 'end');
        break;
      default:
    }
  }

  /** Lets no run wait for company for its requests any more. */
  hurry(): void {
    this._isHurried = true;
    this._hurry('for good');
  }

  /**
   * Ends the runs that the kernel left open: finished, as by MLflow's own client when its
   * process ends, or failed where the kernel died; its last sign of life was at `lastTime`.
   */
  closeOrphans(lastTime: number): void {
    const closedAt = this._closedAt;
    for (const lane of this._lanes.values()) {
      if (!lane.hasEnd) {
        const { run } = lane.record;
        const end: EndRecord =
          closedAt === null
            ? {
                type: 'end',
                run,
                status: 'FAILED',
                time: lastTime,
                reason: 'the kernel died'
              }
            : { type: 'end', run, status: 'FINISHED', time: closedAt, reason: null };
        lane.end(end, 0, null);
      }
    }
  }

  private _hurry(howLong: 'for good' | 'now'): void {
    for (const lane of this._lanes.values()) {
      lane.hurry(howLong);
    }
  }

  private _openLane(record: RunRecord, start: number, receiptOf: ReceiptOf): void {
    const lane = this._lanes.get(record.run) ?? this._addLane(record, start);
    // A run that is gone on with keeps the notebook that made it.
    const isNew = record.resumes === undefined;
    const receipt = receiptOf(isNew ? 2 : 1);
    lane.addErrand(runErrand(record), start, receipt);
    if (isNew) {
      lane.addErrand(executedNotebookErrand(this._crew, record), start, receipt);
    }
  }

  private _addLane(record: RunRecord, start: number): RunLane {
    const parent = record.parent === undefined ? undefined : this._lanes.get(record.parent);
    const lane = new RunLane(this._crew, record, start, parent ?? null, this._track);
    if (this._isHurried) {
      lane.hurry('for good');
    }
    this._lanes.set(record.run, lane);
    this._crew.rejects.noteRun(record);
    if (record.resumes === undefined) {
      this._snapshots.addRun(lane);
    }
    return lane;
  }

  private _hand(record: RunsOwnRecord, start: number, receiptOf: ReceiptOf): void {
    const lane = this._lanes.get(record.run);
    if (lane === undefined) {
      const reason = 'Its run was not recorded.';
      this._crew.rejects.add(record.run, [{ start, record }], reason);
      return;
    }
    const crew = this._crew;
    switch (record.type) {
      case 'metric':
        lane.addMetric(record, start, receiptOf(1));
        break;
      case 'params':
        addTexts(lane, 'param', record.params, start, receiptOf);
        break;
      case 'tags':
        addTexts(lane, 'tag', record.tags, start, receiptOf);
        break;
      case 'untag':
        lane.addUntag(record.key, start, receiptOf(1));
        break;
      case 'dataset':
        lane.addErrand(datasetErrand(crew, record, lane.record.tags), start, receiptOf(1));
        break;
      case 'text':
        lane.addErrand(textErrand(crew, record), start, receiptOf(1));
        break;
      case 'figure':
        lane.addErrand(figureErrand(crew, record), start, receiptOf(1));
        break;
      case 'artifact':
        lane.addErrand(artifactErrand(crew, record, start), start, receiptOf(1));
        break;
      case 'artifacts':
        lane.addErrand(artifactsErrand(crew, record, start), start, receiptOf(1));
        break;
      case 'table':
        lane.addErrand(lane.tables.errand(record), start, receiptOf(1));
        break;
      case 'model':
        lane.addErrand(modelErrand(crew, record, start, lane.record.tags), start, receiptOf(1));
        break;
      case 'resume':
        lane.resume(record, start, receiptOf(1));
        break;
      case 'end':
        lane.end(record, start, receiptOf(1));
        break;
    }
  }

  private _note(record: JournalRecord): void {
    if (record.type === 'cell') {
      this._crew.cells.add(record);
    } else if (record.type === 'close') {
      this._closedAt = record.time;
    }
  }

  private readonly _lanes = new Map<string, RunLane>();
  private _closedAt: number | null = null;
  private _isHurried = false;
}

function addTexts(
  lane: RunLane,
  kind: 'param' | 'tag',
  texts: Texts,
  start: number,
  receiptOf: ReceiptOf
): void {
  const parts = Object.keys(texts).length;
  if (parts > 0) {
    lane.addTexts(kind, texts, start, receiptOf(parts));
  }
}
