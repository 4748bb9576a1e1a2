import path from 'node:path';
import type { TrackingTarget } from '../config/kernel-config.js';
import { TrackingConnection } from '../connection/tracking-connection.js';
import type { JournalFolder } from '../journal/journal-folder.js';
import type { OpenRecord } from '../journal/records.js';
import { requestSlots, uploadSlots, type Crew } from './crew.js';
import { FigureDrawer } from './errands/figure-drawer.js';
import { failureOf } from './failures/failure.js';
import { Patience } from './failures/patience.js';
import type { Reporter } from './kernel-reporter.js';
import { RejectFile } from './progress/reject-file.js';
import { CellHistory } from './reading/cell-history.js';
import { ExperimentIds } from './runs/experiment-ids.js';

export interface CrewOptions {
  readonly folder: JournalFolder;
  /** The journal's first record. */
  readonly open: OpenRecord;
  readonly reporter: Reporter;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asks to stop in good order, with the rest of the journal left to others. */
  readonly signal: AbortSignal;
  /** For a journal from elsewhere: where it goes, and the `AUTOLOG_HOME` that it comes from, only to be read. */
  readonly carried?: { readonly target: TrackingTarget; readonly from: string };
}

/** What the shipment itself knows. */
interface OfShipment extends Pick<Crew, 'progress' | 'mayBeSent' | 'mayHaveFiles' | 'onSettled'> {
  /** Records that are not delivered yet. */
  readonly waiting: () => number;
}

/** The build puts it beside the shipper. */
const FIGURES = path.join(__dirname, 'figures.cjs');
/** A tracker that Jupyter starts is back soon, and nobody minds the asking. */
const LONGEST_PAUSE_MS = {
  embedded: () => 2000,
  // Of a server that takes a minute to fail, a fifth of the time at most.
  uri: (took: number) => Math.max(15_000, 4 * took)
} as const;

/** What all who deliver something of one journal share. */
export function makeCrew(
  { folder, open, reporter, environment, signal, carried }: CrewOptions,
  { waiting, ...ofShipment }: OfShipment
): Crew {
  const target = carried?.target ?? open.target;
  return {
    ...ofShipment,
    folder,
    connection: new TrackingConnection({
      ...{ target, home: folder.home, environment, signal },
      // Patience repeats them.
      retry: { attempts: 1 }
    }),
    patience: new Patience({
      failureOf: error => failureOf(error, target),
      longestPause: LONGEST_PAUSE_MS[target.kind],
      signal,
      onChange: (failure, since) => {
        ofShipment.progress.trouble = failure?.reason ?? null;
        ofShipment.progress.touch();
        reporter.send(
          failure === null
            ? { type: 'reachable' }
            : {
                type: 'unreachable',
                since,
                reason: failure.reason,
                next: failure.next,
                waiting: waiting()
              }
        );
      }
    }),
    experiments: new ExperimentIds(ofShipment.progress),
    rejects: new RejectFile(folder, target, reporter),
    reporter,
    cells: new CellHistory(),
    figures: new FigureDrawer({ script: FIGURES, signal }),
    requests: requestSlots(),
    uploads: uploadSlots()
  };
}
