import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createFluentApi } from './api/fluent.js';
import { LazyServers } from './api/reading/server.js';
import type { Mlflow } from './api/types/mlflow.js';
import { Cards } from './card/cards.js';
import type { KernelConfig } from './config/kernel-config.js';
import { DeliveryState } from './delivery/delivery-state.js';
import { ShipperProcess } from './delivery/shipper-process.js';
import { integrations } from './integrations/index.js';
import { Journal } from './journal/journal.js';
import { JOURNAL_VERSION } from './journal/records.js';
import { ownProcess } from './journal/kernel-process.js';
import type { OpenRecord } from './journal/records.js';
import { ServerLookup } from './lookup/server-lookup.js';
import { Faults } from './patch/faults.js';
import { ModuleHooks } from './patch/module-hooks.js';
import { readAutologDefaults } from './api/autolog-defaults.js';
import { ActiveRuns } from './runs/active-runs.js';
import { AutologSwitches } from './runs/autolog-settings.js';
import { CellExecutions } from './runs/cell-execution.js';
import { ExperimentChoice } from './runs/experiment-choice.js';
import { Notes } from './runs/notes.js';
import { Recorder } from './runs/recorder.js';
import { RunViews } from './runs/run-views.js';
import { SystemMonitor } from './system/system-monitor.js';
import { TrainingFlows } from './runs/training-flow.js';
import { Trainings } from './runs/trainings.js';

export interface RecordingOptions {
  readonly config: KernelConfig;
  /** The folder of the shipped files: shipper, look-ups. */
  readonly folder: string;
  /** Tags of every run; asked for once, with the first run. */
  readonly sourceTags: () => Readonly<Record<string, string>>;
}

/** What of the recording its host, a kernel or a script, has to do with. */
export interface Recording {
  readonly mlflow: Mlflow;
  readonly hooks: ModuleHooks;
  readonly faults: Faults;
  readonly cells: CellExecutions;
  readonly cards: Cards;
  readonly notes: Notes;
  readonly autolog: AutologSwitches;
  readonly shipper: ShipperProcess;
  readonly experiments: ExperimentChoice;
}

/** Puts the parts of autologging together. Nothing is written or started before the first run. */
export function startRecording({ config, folder, sourceTags }: RecordingOptions): Recording {
  const faults = new Faults();
  const hooks = new ModuleHooks(faults);
  const cells = new CellExecutions();
  const active = new ActiveRuns(cells);
  const flows = new TrainingFlows();
  const autolog = new AutologSwitches();
  const experiments = new ExperimentChoice(config);
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
      notes: () => [
        ...(autolog.isSilent ? [] : [...notes.texts, ...faults.messages]),
        ...delivery.faults
      ]
    },
    faults
  );
  faults.onFault(() => {
    cards.allChanged();
  });

  const shipper = new ShipperProcess({
    script: path.join(folder, 'shipper.cjs'),
    faults,
    received: message => {
      delivery.receive(message);
    }
  });
  if (config.offline === true) {
    delivery.setOffline();
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
  const monitor = new SystemMonitor(faults);
  const recorder = new Recorder({
    journal,
    cells,
    audience: {
      began: (view, cell) => {
        views.add(view);
        return cards.began(view, cell);
      }
    },
    experiment: () => experiments.current,
    watch: (run, wanted) => {
      monitor.watch(run, wanted);
    },
    sourceTags: () => faults.guard('reading where the program is from', sourceTags) ?? {}
  });
  const trainings = new Trainings({ recorder, active, flows, cells, notes, autolog });
  const lookup = new ServerLookup(path.join(folder, 'lookup.cjs'), () => ({
    target: config.tracking,
    home: config.home
  }));

  const servers = new LazyServers(folder, { home: config.home, environment: process.env });

  for (const integration of integrations) {
    hooks.on(integration.moduleName, exports => {
      integration.observe(exports, { trainings, faults });
      cards.prepare();
    });
  }
  faults.guard('reading the settings of autologging', () => {
    autolog.setDefaults(readAutologDefaults(config));
  });
  process.on('exit', code => {
    if (journal.bytes > 0) {
      recorder.close(code);
      journal.append({ type: 'close', time: Date.now() });
    }
    journal.close();
  });
  const mlflow = createFluentApi({
    ...{
      recorder,
      active,
      flows,
      cells,
      delivery,
      journal,
      lookup,
      servers,
      experiments,
      autolog,
      monitor
    },
    target: config.tracking
  });
  return { mlflow, hooks, faults, cells, cards, notes, autolog, shipper, experiments };
}

function openRecord(config: KernelConfig, journalId: string): OpenRecord {
  return {
    type: 'open',
    version: JOURNAL_VERSION,
    journalId,
    kernelId: config.kernelId,
    ...ownProcess(),
    time: Date.now(),
    target: config.tracking,
    snapshotFile: config.snapshotFile
  };
}
