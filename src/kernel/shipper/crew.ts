import type { CellHistory } from './reading/cell-history.js';
import type { ExperimentIds } from './runs/experiment-ids.js';
import type { FigureDrawer } from './errands/figure-drawer.js';
import type { Reporter } from './kernel-reporter.js';
import type { JournalFolder } from '../journal/journal-folder.js';
import type { Patience } from './failures/patience.js';
import type { ProgressFile } from './progress/progress-file.js';
import type { RejectFile } from './progress/reject-file.js';
import { Slots } from './slots.js';
import type { TrackingConnection } from '../connection/tracking-connection.js';

/** What the deliveries of one journal share. */
export interface Crew {
  readonly folder: JournalFolder;
  readonly connection: TrackingConnection;
  readonly patience: Patience;
  readonly progress: ProgressFile;
  readonly experiments: ExperimentIds;
  readonly rejects: RejectFile;
  readonly reporter: Reporter;
  readonly cells: CellHistory;
  readonly figures: FigureDrawer;
  /** For requests that people wait for. */
  readonly requests: Slots;
  /** For files, which must not hold back the numbers. */
  readonly uploads: Slots;
  /** Whether the record that starts at this byte may have been sent by somebody before us. */
  readonly mayBeSent: (start: number) => boolean;
  /** Whether this server may have the files of that record already, so that they have left the spool. */
  readonly mayHaveFiles: (start: number) => boolean;
  /** Something was settled. */
  readonly onSettled: () => void;
}

/** Few at a time: MLflow's small servers do one thing after the other anyway. */
export const requestSlots = (): Slots => new Slots(4);
export const uploadSlots = (): Slots => new Slots(2);
