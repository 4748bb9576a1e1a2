import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { createFluentApi } from './api/fluent.js';
import { Cards } from './card/cards.js';
import type { KernelConfig } from './config/kernel-config.js';
import { DeliveryState } from './delivery/delivery-state.js';
import { ShipperProcess } from './delivery/shipper-process.js';
import { installInTslab } from './host/tslab/tslab-host.js';
import { integrations } from './integrations/index.js';
import { Journal } from './journal/journal.js';
import { JOURNAL_VERSION } from './journal/records.js';
import type { OpenRecord } from './journal/records.js';
import { Faults } from './patch/faults.js';
import { ModuleHooks } from './patch/module-hooks.js';
import { ActiveRuns } from './runs/active-runs.js';
import { CellExecutions } from './runs/cell-execution.js';
import { experimentName, experimentNote } from './runs/experiment-name.js';
import { Notes } from './runs/notes.js';
import { Recorder } from './runs/recorder.js';
import { RunViews } from './runs/run-views.js';
import { readSourceTags } from './runs/source-tags.js';
import { TrainingFlows } from './runs/training-flow.js';
import { Trainings } from './runs/trainings.js';

/**
 * Puts the parts of autologging together in this process, a tslab kernel that has not
 * loaded anything yet. `folder` holds the shipped files: shipper and type declarations.
 */
export function installAutolog(config: KernelConfig, folder: string): void {
  const faults = new Faults();
  const hooks = new ModuleHooks(faults);
  const cells = new CellExecutions();
  const active = new ActiveRuns(cells);
  const flows = new TrainingFlows();
  const notes = new Notes(() => {
    cards.allChanged();
  });

  const views = new RunViews();
  const delivery: DeliveryState = new DeliveryState(
    {
      changed: () => {
        views.update(run => delivery.run(run)?.runId ?? null);
        cards.allChanged();
      },
      delivered: () => {
        cards.allDelivered();
      }
    },
    () => journal.bytes
  );
  const cards = new Cards(
    {
      kernelId: config.kernelId,
      experimentId: name =>
        views.experimentId(name, run => delivery.run(run)?.experimentId ?? null),
      delivery: runs => delivery.ofRuns(runs),
      notes: () => [...notes.texts, ...delivery.faults, ...faults.messages]
    },
    faults
  );
  faults.onFault(() => {
    cards.allChanged();
  });
  const note = experimentNote(config);
  if (note !== null) {
    notes.tell(note);
  }

  const shipper = new ShipperProcess({
    script: path.join(folder, 'shipper.cjs'),
    faults,
    received: message => {
      delivery.receive(message);
    }
  });
  if (config.offline === true) {
    delivery.setOffline();
  } else {
    shipper.prepare();
  }

  const journalId = randomUUID();
  const journal: Journal = new Journal({
    home: config.home,
    journalId,
    open: () => openRecord(config, journalId),
    onOpen: ({ path: journalPath }) => {
      if (config.offline !== true) {
        shipper.start(journalPath);
      }
    },
    onTrouble: trouble => {
      delivery.setTrouble(trouble);
    }
  });
  const recorder = new Recorder({
    journal,
    cells,
    audience: {
      began: (view, cell) => {
        views.add(view);
        return cards.began(view, cell);
      }
    },
    experimentName: () => experimentName(config),
    sourceTags: () =>
      faults.guard('reading where the notebook is from', () => readSourceTags(config)) ?? {}
  });
  const trainings = new Trainings({ recorder, active, flows, cells, notes });

  for (const integration of integrations) {
    hooks.on(integration.moduleName, exports => {
      integration.observe(exports, { trainings, faults });
      cards.prepare();
    });
  }
  installInTslab(hooks, {
    mlflow: createFluentApi({ recorder, active, flows, cells, delivery, journal }),
    types: path.join(folder, 'mlflow.d.ts'),
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
  process.on('exit', () => {
    if (journal.bytes > 0) {
      recorder.close();
      journal.append({ type: 'close', time: Date.now() });
    }
    journal.close();
  });
}

function openRecord(config: KernelConfig, journalId: string): OpenRecord {
  return {
    type: 'open',
    version: JOURNAL_VERSION,
    journalId,
    kernelId: config.kernelId,
    pid: process.pid,
    host: os.hostname(),
    time: Date.now(),
    target: config.tracking,
    snapshotFile: config.snapshotFile
  };
}
