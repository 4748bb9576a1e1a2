import type { NotebookWaiting, RefusalsSeen, WaitingRun } from '../../../src/protocol/index.js';

/** A Jupyter server in memory, as far as it reads journals. */
export class FakeWaiting {
  answers: NotebookWaiting[] = [{ ...NOTHING }];
  /** Thrown by every call while it is set. */
  trouble: Error | null = null;
  readonly asked: string[] = [];
  readonly seen: RefusalsSeen[] = [];

  /** One answer after the other; the last one again and again. */
  waitingOf(path: string): Promise<NotebookWaiting> {
    this.asked.push(path);
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    return this.trouble === null && answer !== undefined
      ? Promise.resolve(answer)
      : Promise.reject(this.trouble ?? new Error('no answer'));
  }

  dismissRefusals(seen: RefusalsSeen): Promise<void> {
    this.seen.push(seen);
    if (this.trouble !== null) {
      return Promise.reject(this.trouble);
    }
    this.answers = this.answers.map(answer => ({ ...answer, refused: null }));
    return Promise.resolve();
  }

  set runs(runs: readonly WaitingRun[]) {
    this.answers = [{ ...NOTHING, runs, totalRuns: runs.length }];
  }
}

export const NOTHING: NotebookWaiting = {
  version: 1,
  runs: [],
  totalRuns: 0,
  isComplete: true,
  refused: null
};

/** A run as a journal tells of it. */
export function waitingRun(clientRunId: string, options: Partial<WaitingRun> = {}): WaitingRun {
  return {
    clientRunId,
    runId: null,
    name: clientRunId,
    experiment: 'iris',
    status: 'FINISHED',
    startTime: 1500,
    endTime: 2500,
    reason: null,
    metrics: [{ key: 'loss', value: 0.25 }],
    ...options
  };
}
