import type { Lookup } from '../lookup/server-lookup.js';
import type { ActiveRuns } from '../runs/active-runs.js';
import type { CellExecutions } from '../runs/cell-execution.js';
import type { AutologSwitches } from '../runs/autolog-settings.js';
import type { ExperimentChoice } from '../runs/experiment-choice.js';
import type { EndStatus, RecordedRun } from '../runs/recorded-run.js';
import type { Recorder } from '../runs/recorder.js';
import type { TrainingFlows } from '../runs/training-flow.js';
import { ActiveRunObjects } from './active-run.js';
import { createAutologging } from './autolog.js';
import { checkFlag, checkObject, checkStatus } from './checks.js';
import { flush, flushBeforeRead } from './flush.js';
import { createExperiments } from './experiments.js';
import { createLogging, usable } from './logging.js';
import { createReading } from './reading/reading.js';
import type { Servers } from './reading/server.js';
import { createServers, type LoggedServers, type RegistryChoice } from './servers.js';
import { findRun, startFromOptions } from './start-run.js';
import type { Mlflow, StartRunOptions } from './types/mlflow.js';
import { createSystemMetrics } from './system-metrics.js';
import type { SystemMonitor } from '../system/system-monitor.js';
import { readWithRun, withinRun, type WithRunArguments } from './with-run.js';

/** What the functions work with. */
export interface FluentParts {
  readonly recorder: Recorder;
  readonly active: ActiveRuns;
  readonly flows: TrainingFlows;
  readonly cells: CellExecutions;
  readonly destinations: LoggedServers;
  readonly lookup: Lookup;
  readonly servers: Servers;
  readonly experiments: ExperimentChoice;
  readonly autolog: AutologSwitches;
  readonly monitor: SystemMonitor;
  readonly environment?: NodeJS.ProcessEnv;
}

/** The global `mlflow` of a cell. Its functions work without `this`, as in `const { logMetric } = mlflow`. */
export function createFluentApi(parts: FluentParts): Mlflow {
  const { recorder, active, flows, cells, destinations, lookup } = parts;
  const environment = parts.environment ?? process.env;
  const runIdOf = (run: RecordedRun): string | null =>
    destinations.run(run.id)?.runId ?? run.view.runId;
  const objects = new ActiveRunObjects(runIdOf, (run, status) => {
    active.remove(run);
    run.end(status, null);
  });
  /** Code inside a training, such as a callback, logs to the training's run. */
  const running = (): RecordedRun | null => flows.current?.run ?? active.current;
  const begin = (options: StartRunOptions): RecordedRun => {
    const known = running();
    const isNested = checkFlag('nested', options.nested) || options.parentRunId !== undefined;
    if (known !== null && (known !== active.current || !isNested)) {
      throw stillActive(known, known === active.current);
    }
    return startFromOptions({ recorder, lookup, runIdOf }, withRunId(options, environment), known);
  };
  const start = (options: StartRunOptions = {}): RecordedRun => {
    const run = begin(checkObject('options', options));
    active.push(run);
    return run;
  };
  const logging = createLogging({
    get running() {
      return running();
    },
    run: () => usable(running() ?? start())
  });
  const registry: RegistryChoice = { current: readRegistry(environment) };
  const reading = createReading({
    servers: parts.servers,
    destinations,
    registry,
    experiments: parts.experiments,
    beforeRead: () => flushBeforeRead(parts),
    find: id => findRun({ recorder, runIdOf }, id),
    runIdOf,
    last: () => running() ?? recorder.last
  });

  return {
    ...logging,
    ...reading.functions,
    ...createExperiments({ reading: reading.parts, choice: parts.experiments, lookup }),
    ...createServers(destinations, registry),
    ...createAutologging(parts.autolog),
    ...createSystemMetrics(parts.monitor),
    startRun: options => objects.of(start(options)),
    withRun: <T>(...given: WithRunArguments<T>): T => {
      const [options, body] = readWithRun(given);
      const run = begin(options);
      return withinRun({ run, active, cells }, () => body(objects.of(run)));
    },
    endRun: (status: EndStatus = 'FINISHED') => {
      checkStatus(status);
      active.pop()?.end(status, null);
    },
    activeRun: () => {
      const run = running();
      return run === null ? null : objects.of(run);
    },
    lastActiveRun: () => {
      const run = running() ?? recorder.last;
      return run === null ? null : objects.of(run);
    },
    flush: options => flush(parts, options)
  };
}

function readRegistry(environment: NodeJS.ProcessEnv): string | null {
  const uri = environment['MLFLOW_REGISTRY_URI'] ?? '';
  return uri === '' ? null : uri;
}

/** The run that the environment asks to go on with is gone on with once, as in MLflow's own client. */
function withRunId(options: StartRunOptions, environment: NodeJS.ProcessEnv): StartRunOptions {
  const runId = environment['MLFLOW_RUN_ID'] ?? '';
  if (options.runId !== undefined || runId === '') {
    return options;
  }
  delete environment['MLFLOW_RUN_ID'];
  // Who sets the variable doesn't know what the program asks for; the run stays where it is.
  const resuming = { ...options, runId };
  delete resuming.experimentId;
  delete resuming.parentRunId;
  return resuming;
}

function stillActive({ view }: RecordedRun, isByHand: boolean): Error {
  return new Error(
    isByHand
      ? `The run ${view.name} is still active. End it first, mlflow.endRun(), or start this one inside it with { nested: true }.`
      : `The run ${view.name} of the training that goes on is active. Start another when the training has ended.`
  );
}
