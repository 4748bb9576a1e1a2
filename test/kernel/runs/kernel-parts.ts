import { createFluentApi } from '../../../src/kernel/api/fluent.js';
import type { LoggedServers } from '../../../src/kernel/api/servers.js';
import type { Mlflow } from '../../../src/kernel/api/types/mlflow.js';
import type { Servers } from '../../../src/kernel/api/reading/server.js';
import type { ServerChoice } from '../../../src/kernel/delivery/destination.js';
import { DeliveryState } from '../../../src/kernel/delivery/delivery-state.js';
import type { Lookup } from '../../../src/kernel/lookup/server-lookup.js';
import { Faults } from '../../../src/kernel/patch/faults.js';
import { ActiveRuns } from '../../../src/kernel/runs/active-runs.js';
import { AutologSwitches } from '../../../src/kernel/runs/autolog-settings.js';
import { CellExecutions } from '../../../src/kernel/runs/cell-execution.js';
import type { CellExecution, MimeBundle } from '../../../src/kernel/runs/cell-execution.js';
import { ExperimentChoice } from '../../../src/kernel/runs/experiment-choice.js';
import { Notes } from '../../../src/kernel/runs/notes.js';
import { Recorder } from '../../../src/kernel/runs/recorder.js';
import type { RunView } from '../../../src/kernel/runs/run-view.js';
import { SystemMonitor } from '../../../src/kernel/system/system-monitor.js';
import { TrainingFlows } from '../../../src/kernel/runs/training-flow.js';
import { Trainings } from '../../../src/kernel/runs/trainings.js';
import { MemoryJournal } from './memory-journal.js';

/** The parts of a kernel that record runs, put together as in `autolog.ts`, with a journal in memory. */
export interface KernelParts {
  readonly journal: MemoryJournal;
  readonly cells: CellExecutions;
  readonly active: ActiveRuns;
  readonly autolog: AutologSwitches;
  readonly flows: TrainingFlows;
  readonly notes: Notes;
  readonly recorder: Recorder;
  readonly trainings: Trainings;
  readonly faults: Faults;
  readonly delivery: DeliveryState;
  readonly mlflow: Mlflow;
  /** Every run, oldest first, with the cell that made it. */
  readonly began: { readonly view: RunView; readonly cell: CellExecution | null }[];
  /** How often what there is to see changed. */
  changes: number;
}

export interface KernelPartsOptions {
  readonly experimentName?: () => string;
  readonly sourceTags?: () => Readonly<Record<string, string>>;
  readonly faults?: Faults;
  /** Default: a server that can't be asked. */
  readonly lookup?: Lookup;
  /** Default: none answers. */
  readonly servers?: Servers;
  readonly environment?: NodeJS.ProcessEnv;
}

const nobodyToAsk: Lookup = {
  run: () => ({ state: 'unknown', reason: 'nobody is there' }),
  experiment: () => ({ state: 'unknown', reason: 'nobody is there' }),
  experimentByName: () => ({ state: 'unknown', reason: 'nobody is there' })
};

const noServers: Servers = {
  client: () => {
    throw new Error('nobody is there');
  }
};

export function makeKernelParts(options: KernelPartsOptions = {}): KernelParts {
  const journal = new MemoryJournal();
  const cells = new CellExecutions();
  const active = new ActiveRuns(cells);
  const flows = new TrainingFlows();
  const autolog = new AutologSwitches();
  const notes = new Notes(() => undefined);
  const began: KernelParts['began'] = [];
  const experiments = new ExperimentChoice(
    {
      version: 1,
      kernelId: 'kernel-1',
      tracking: { kind: 'uri', uri: 'http://127.0.0.1:9' },
      notebookPath: 'iris.ipynb',
      root: '/notebooks',
      home: '/home',
      snapshotFile: null,
      headless: false
    },
    options.environment ?? {}
  );
  const faults = options.faults ?? new Faults({});
  const monitor = new SystemMonitor(faults, options.environment ?? {});
  const recorder = new Recorder({
    watch: (run, wanted) => {
      monitor.watch(run, wanted);
    },
    journal,
    cells,
    audience: {
      began: (view, cell) => {
        began.push({ view, cell });
        return () => {
          parts.changes += 1;
        };
      }
    },
    experiment: () =>
      options.experimentName === undefined
        ? experiments.current
        : { name: options.experimentName(), id: null, isChosen: false },
    sourceTags: options.sourceTags ?? (() => ({}))
  });
  const trainings = new Trainings({ recorder, active, flows, cells, notes, autolog });
  const delivery = new DeliveryState(
    { changed: () => undefined, delivered: () => undefined },
    () => journal.bytes
  );
  const server: ServerChoice = {
    target: { kind: 'uri', uri: 'http://127.0.0.1:9' },
    credentials: {}
  };
  const destinations: LoggedServers = {
    all: [{ delivery, journal }],
    current: server,
    run: run => delivery.run(run),
    set: () => undefined
  };
  const mlflow = createFluentApi({
    ...{ recorder, active, flows, cells, destinations },
    lookup: options.lookup ?? nobodyToAsk,
    servers: options.servers ?? noServers,
    experiments,
    autolog,
    monitor,
    environment: options.environment ?? {}
  });
  const parts: KernelParts = {
    ...{
      journal,
      cells,
      active,
      autolog,
      flows,
      notes,
      recorder,
      trainings,
      faults,
      mlflow,
      began,
      delivery
    },
    changes: 0
  };
  return parts;
}

export interface FakeCell extends CellExecution {
  /** What was shown, by display id, the newest last. */
  readonly shown: {
    readonly data: MimeBundle;
    readonly displayId: string;
    readonly replace: boolean;
  }[];
}

/** An execution of a cell that keeps what it shows. */
export function makeCell(fields: Partial<CellExecution> = {}): FakeCell {
  const shown: FakeCell['shown'] = [];
  return {
    cellId: 'cell-1',
    executionCount: 1,
    source: '1 + 1',
    time: 1000,
    show: (data, displayId, replace) => {
      shown.push({ data, displayId, replace });
    },
    shown,
    ...fields
  };
}
