import { MlflowArgumentError } from '../../tracking/index.js';
import { describeError } from '../patch/describe-error.js';
import type { ActiveRuns } from '../runs/active-runs.js';
import type { CellExecutions } from '../runs/cell-execution.js';
import type { EndStatus, RecordedRun } from '../runs/recorded-run.js';
import { checkObject } from './checks.js';
import type { ActiveRun, StartRunOptions } from './types/mlflow.js';

type Body<T> = (run: ActiveRun) => T;
export type WithRunArguments<T> = [Body<T>] | [StartRunOptions, Body<T>];

/** @throws MlflowArgumentError where there is no function to call, or options are no object. */
export function readWithRun<T>(given: WithRunArguments<T>): [StartRunOptions, Body<T>] {
  const [options, body] = given.length === 1 ? [{}, given[0]] : given;
  if (typeof body !== 'function') {
    throw new MlflowArgumentError(
      `withRun calls a function, but was given ${typeof body}: ` +
        'mlflow.withRun({ runName: "mine" }, async run => { … }).'
    );
  }
  return [checkObject('options', options), body];
}

export interface WithinRunParts {
  readonly run: RecordedRun;
  readonly active: ActiveRuns;
  readonly cells: CellExecutions;
}

/**
 * Calls `body` with `run` active for it, and ends the run with it: FINISHED, FAILED where it
 * throws, KILLED where the user interrupted it. What `body` returns or throws is passed on.
 */
export function withinRun<T>({ run, active, cells }: WithinRunParts, body: () => T): T {
  const scope = active.open(run);
  let isInterrupted = false;
  const stopListening = cells.onInterrupt(() => {
    isInterrupted = true;
  });
  const end = (status: EndStatus, reason: string | null): void => {
    stopListening();
    for (const open of scope.close()) {
      open.end(isInterrupted ? 'KILLED' : status, isInterrupted ? 'interrupted' : reason);
    }
  };
  const fail = (error: unknown): never => {
    end('FAILED', describeError(error));
    throw error;
  };
  let result: T;
  try {
    result = scope.within(body);
  } catch (error) {
    return fail(error);
  }
  if (isPromise(result)) {
    const settled = result.then(value => {
      end('FINISHED', null);
      return value;
    }, fail);
    // A promise for what the body's promise is for, so of the same type.
    return settled as T;
  }
  end('FINISHED', null);
  return result;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
