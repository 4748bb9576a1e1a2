import path from 'node:path';
import { createFluentApi } from './api/fluent.js';
import { LazyServers } from './api/reading/server.js';
import type { Mlflow } from './api/types/mlflow.js';
import { Cards } from './card/cards.js';
import type { KernelConfig } from './config/kernel-config.js';
import { Destinations } from './delivery/destinations.js';
import { integrations } from './integrations/index.js';
import { ServerLookup } from './lookup/server-lookup.js';
import { Faults } from './patch/faults.js';
import { ModuleHooks } from './patch/module-hooks.js';
import { readAutologDefaults } from './api/autolog-defaults.js';
import { ActiveRuns } from './runs/active-runs.js';
import { AutologSwitches, type AutologSettings } from './runs/autolog-settings.js';
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
  /** What counts of autologging where the program sets nothing, whatever the settings say. Default: nothing. */
  readonly autologDefaults?: Partial<AutologSettings>;
  /** There may be something new to tell people: notes, faults, how the delivery is. May come before the recording is there. */
  readonly onNews?: () => void;
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
  readonly destinations: Destinations;
  readonly experiments: ExperimentChoice;
}

/** Puts the parts of autologging together. Nothing is written or started before the first run. */
export function startRecording(options: RecordingOptions): Recording {
  const { config, folder, sourceTags, autologDefaults, onNews } = options;
  const faults = new Faults();
  const hooks = new ModuleHooks(faults);
  const cells = new CellExecutions();
  const active = new ActiveRuns(cells);
  const flows = new TrainingFlows();
  const autolog = new AutologSwitches();
  const experiments = new ExperimentChoice(config);
  const news = (): void => {
    cards.allChanged();
    onNews?.();
  };
  const notes = new Notes(news);

  const views = new RunViews();
  const audience = {
    changed: () => {
      views.update(run => destinations.run(run)?.runId ?? null);
      news();
    },
    delivered: () => {
      cards.delivered();
    }
  };
  const destinations: Destinations = new Destinations(
    { config, folder, faults, audience },
    { target: config.tracking, credentials: {} }
  );
  const cards = new Cards(
    {
      kernelId: config.kernelId,
      experimentId: name =>
        views.experimentId(name, run => destinations.run(run)?.experimentId ?? null),
      delivery: runs => destinations.ofRuns(runs),
      isDelivered: runs => destinations.isDelivered(runs),
      notes: () => [
        ...(autolog.isSilent ? [] : [...notes.texts, ...faults.messages]),
        ...destinations.faults
      ]
    },
    faults
  );
  faults.onFault(news);

  const monitor = new SystemMonitor(faults);
  const recorder = new Recorder({
    get journal() {
      return destinations.current.journal;
    },
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
    target: destinations.current.target,
    credentials: destinations.current.credentials,
    home: config.home
  }));

  const servers = new LazyServers(folder, { home: config.home, environment: process.env });

  for (const integration of integrations) {
    hooks.on(integration.moduleName, exports => {
      integration.observe(exports, { trainings, faults });
      cards.prepare();
    });
  }
  autolog.setDefaults({
    ...faults.guard('reading the settings of autologging', () => readAutologDefaults(config)),
    ...autologDefaults
  });
  process.on('exit', code => {
    if (destinations.all.some(({ journal }) => journal.bytes > 0)) {
      recorder.close(code);
    }
    for (const { journal } of destinations.all) {
      if (journal.bytes > 0) {
        journal.append({ type: 'close', time: Date.now() });
      }
      journal.close();
    }
  });
  const mlflow = createFluentApi({
    ...{ recorder, active, flows, cells, destinations, lookup, servers },
    ...{ experiments, autolog, monitor }
  });
  return { mlflow, hooks, faults, cells, cards, notes, autolog, destinations, experiments };
}
