import { NOTEBOOK_ARTIFACTS, TAGS } from '../../../protocol/index.js';
import type { Crew } from '../crew.js';
import { request, uploadText } from '../errands/errand.js';
import { wordsOf } from '../../connection/error-words.js';
import { isForAll } from '../failures/patience.js';
import type { ServerRun } from '../progress/progress-file.js';
import type { RunLane } from '../runs/run-lane.js';
import { RunGoneError } from '../runs/server-run.js';
import type { Snapshot, SnapshotBox } from './snapshot-box.js';

/**
 * Brings snapshots and runs together, whichever comes first: a browser sends the snapshot
 * of an execution once, when its first run shows up, and the execution may go on to make
 * more runs. No run waits for its snapshot.
 */
export class SnapshotDelivery {
  constructor(
    private readonly _crew: Crew,
    private readonly _box: SnapshotBox,
    private readonly _track: (work: Promise<void>) => void
  ) {
    this._snapshots = _box.known();
  }

  addRun(lane: RunLane): void {
    this._lanes.push(lane);
    for (const snapshot of this._snapshots) {
      this._match(lane, snapshot);
    }
  }

  /** Looks for snapshots that came in; see {@link SnapshotBox.takeNew} for `until`. */
  look(until: number): void {
    for (const snapshot of this._box.takeNew(until)) {
      this._snapshots.push(snapshot);
      for (const lane of this._lanes) {
        this._match(lane, snapshot);
      }
    }
  }

  private _match(lane: RunLane, snapshot: Snapshot): void {
    const { run, executionCount } = lane.record;
    const isOfRun = snapshot.executionCount === null || snapshot.executionCount === executionCount;
    if (isOfRun && this._crew.progress.snapshots.get(run) !== snapshot.digest) {
      this._track(this._deliver(lane, snapshot));
    }
  }

  private async _deliver(lane: RunLane, snapshot: Snapshot): Promise<void> {
    const path = NOTEBOOK_ARTIFACTS.snapshot;
    const { run: clientRunId } = lane.record;
    try {
      const run = await lane.ready();
      await uploadText(this._crew, run, path, snapshot.read());
      await this._tag(run, snapshot, lane.record.isChosen === true);
      this._crew.progress.snapshots.set(clientRunId, snapshot.digest);
      this._crew.progress.touch();
    } catch (error) {
      if (isForAll(error)) {
        throw error;
      }
      // A run that is gone tells that itself, with its first record.
      if (!(error instanceof RunGoneError)) {
        const record = { type: 'text', run: clientRunId, path };
        this._crew.rejects.add(clientRunId, [{ start: -1, record }], wordsOf(error));
      }
    }
  }

  /** An experiment that the user chose instead of the notebook's isn't bound to the notebook. */
  private async _tag(
    run: ServerRun,
    { digest, notebookId }: Snapshot,
    isChosen: boolean
  ): Promise<void> {
    const crew = this._crew;
    const tags = [{ key: TAGS.snapshotDigest as string, value: digest }];
    if (notebookId !== null) {
      tags.push({ key: TAGS.notebookId, value: notebookId });
      if (!isChosen) {
        await this._tagExperiment(run, notebookId);
      }
    }
    await request(crew, crew.requests, run, client => client.runs.logBatch(run.runId, { tags }));
  }

  /** Holds notebook and experiment together; an experiment that belongs to a notebook stays with it. */
  private async _tagExperiment(run: ServerRun, notebookId: string): Promise<void> {
    const { experimentId } = run;
    if (this._taggedExperiments.has(experimentId)) {
      return;
    }
    await request(this._crew, this._crew.requests, run, async client => {
      const { tags } = await client.experiments.get(experimentId);
      if (!tags.some(tag => tag.key === TAGS.notebookId)) {
        await client.experiments.setTag(experimentId, TAGS.notebookId, notebookId);
      }
    });
    this._taggedExperiments.add(experimentId);
  }

  private readonly _lanes: RunLane[] = [];
  private readonly _snapshots: Snapshot[];
  private readonly _taggedExperiments = new Set<string>();
}
