import { FlowValue } from './flow-value.js';
import type { RecordedRun } from './recorded-run.js';

/** A training call that goes on, as the code inside it finds it. */
export class TrainingFlow {
  private _isOpen = true;

  constructor(
    /** What the integration keeps of the call. */
    readonly scope: object,
    readonly run: RecordedRun,
    private readonly _flow: FlowValue<TrainingFlow>
  ) {}

  get isOpen(): boolean {
    return this._isOpen;
  }

  /** Calls `body` so that it, and all that it starts, belongs to this training. */
  within<T>(body: () => T): T {
    return this._flow.within(this, body);
  }

  /** The call has ended: what it left behind, such as a timer, no longer belongs to it. */
  close(): void {
    this._isOpen = false;
  }
}

/** Trainings, which may overlap, told apart by the asynchronous flow. */
export class TrainingFlows {
  private readonly _flow = new FlowValue<TrainingFlow>();

  /** The training that the calling code belongs to, or null outside any. */
  get current(): TrainingFlow | null {
    const flow = this._flow.current;
    return flow?.isOpen === true ? flow : null;
  }

  open(scope: object, run: RecordedRun): TrainingFlow {
    return new TrainingFlow(scope, run, this._flow);
  }
}
