import type { Answer, FoundExperiment, FoundRun } from '../../../src/kernel/lookup/answers.js';
import type { Lookup } from '../../../src/kernel/lookup/server-lookup.js';

const UNKNOWN = { state: 'unknown', reason: 'nobody is there' } as const;

/** A server that answers these, and has nothing else; it notes what it was asked. */
export class FakeLookup implements Lookup {
  readonly asked: string[] = [];

  constructor(
    private readonly _runs: Readonly<Record<string, Answer<FoundRun>>> = {},
    private readonly _experiments: Readonly<Record<string, Answer<FoundExperiment>>> = {},
    private readonly _others: Answer<never> = { state: 'missing' }
  ) {}

  run(id: string): Answer<FoundRun> {
    this.asked.push(`run ${id}`);
    return this._runs[id] ?? this._others;
  }

  experiment(id: string): Answer<FoundExperiment> {
    this.asked.push(`experiment ${id}`);
    return this._experiments[id] ?? this._others;
  }

  experimentByName(name: string): Answer<FoundExperiment> {
    this.asked.push(`experiment "${name}"`);
    return this._experiments[name] ?? this._others;
  }
}

/** A server that can't be asked. */
export const nobody = (): FakeLookup => new FakeLookup({}, {}, UNKNOWN);

/** A run as a server has it. */
export const foundRun = (fields: Partial<FoundRun> = {}): Answer<FoundRun> => ({
  state: 'active',
  found: {
    runId: 'r1',
    name: 'brave-finch',
    experimentId: '7',
    experiment: 'flowers',
    startTime: 1000,
    params: { lr: '0.1' },
    ...fields
  }
});
