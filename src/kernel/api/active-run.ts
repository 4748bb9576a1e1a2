import { inspect } from 'node:util';
import type { EndStatus, RecordedRun } from '../runs/recorded-run.js';
import { checkStatus } from './checks.js';
import { createLogging, usable } from './logging.js';
import type { ActiveRun } from './types/mlflow.js';

/** The runs of this program as their makers see them: the same object for the same run. */
export class ActiveRunObjects {
  private readonly _objects = new WeakMap<RecordedRun, ActiveRun>();

  constructor(
    private readonly _runId: (run: RecordedRun) => string | null,
    /** Ends a run, wherever it is active. */
    private readonly _end: (run: RecordedRun, status: EndStatus) => void
  ) {}

  of(run: RecordedRun): ActiveRun {
    let object = this._objects.get(run);
    if (object === undefined) {
      object = this._make(run);
      this._objects.set(run, object);
    }
    return object;
  }

  private _make(run: RecordedRun): ActiveRun {
    const { view, id } = run;
    const logging = createLogging({ running: run, run: () => usable(run) });
    const runId = (): string | null => this._runId(run);
    const facts = {
      clientRunId: id,
      get runName() {
        return view.name;
      },
      startTime: view.startTime,
      get runId() {
        return runId();
      },
      get status() {
        return view.status;
      }
    };
    const methods = {
      ...logging,
      end: (status: EndStatus = 'FINISHED') => {
        this._end(run, checkStatus(status));
      },
      // What a cell shows of it: the facts as they are now.
      [inspect.custom]: () => ({ ...facts })
    };
    return define(facts, methods);
  }
}

/** `object` with `methods`, which don't show among its properties. */
function define<T extends object, M extends object>(object: T, methods: M): T & M {
  for (const key of Reflect.ownKeys(methods)) {
    Object.defineProperty(object, key, { value: Reflect.get(methods, key) });
  }
  return object as T & M;
}
