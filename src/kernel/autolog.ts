import path from 'node:path';
import type { KernelConfig } from './config/kernel-config.js';
import { installInTslab } from './host/tslab/tslab-host.js';
import { publishMlflow } from './host/shared-mlflow.js';
import { startRecording } from './recording.js';
import { notebookTags } from './runs/source-tags.js';

/**
 * Sets autologging up in this process, a tslab kernel that has not loaded anything yet.
 * `folder` holds the shipped files: shipper and type declarations.
 */
export function installAutolog(config: KernelConfig, folder: string): void {
  const { mlflow, hooks, faults, cells, cards, notes, destinations, experiments } = startRecording({
    config,
    folder,
    sourceTags: () => notebookTags(config)
  });
  const { note } = experiments;
  if (note !== null) {
    notes.tell(note);
  }
  destinations.current.prepare();
  publishMlflow(mlflow);
  installInTslab(hooks, {
    mlflow,
    types: path.join(folder, 'types', 'mlflow.d.ts'),
    cells,
    faults,
    interrupted: () => {
      cells.interrupt();
    },
    ended: cell => {
      cells.end(cell);
      cards.settle(cell);
    }
  });
}
