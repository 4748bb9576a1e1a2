import { after, afterEach, before } from 'node:test';
import { MlflowClient } from '../../../src/tracking/index.js';
import type { MlflowServer } from '../../tracking/mlflow-server.js';
import { makeHome, removeHome } from './kernel-stand-in.js';
import { readRuns, statusByClientId } from './read-runs.js';
import { PASS, startGate, type TrackingGate } from './tracking-gate.js';

/** What the cases of one `describe` share: a home for journals, and a gate before the real server. */
export class GatedServer {
  readonly home = makeHome();
  private _gate: TrackingGate | undefined;

  /** To be made in the `describe`; `get` gives the server, once it runs. */
  constructor(private readonly _get: () => MlflowServer) {
    before(async () => {
      this._gate = await startGate(this.url);
    });
    afterEach(() => {
      this.gate.rule = () => PASS;
    });
    after(async () => {
      await this.gate.shut();
      removeHome(this.home);
    });
  }

  /** The server's own address, past the gate. */
  get url(): string {
    return this._get().url;
  }

  /** Asks the server itself, past the gate. */
  get client(): MlflowClient {
    return new MlflowClient({ trackingUri: this.url });
  }

  get gate(): TrackingGate {
    if (this._gate === undefined) {
      throw new Error('The gate is there from the first test on.');
    }
    return this._gate;
  }

  /** The gate, as a journal names it. */
  get target(): { readonly kind: 'uri'; readonly uri: string } {
    return { kind: 'uri', uri: this.gate.url };
  }

  /** The status of each run of `experiment`, by our id. */
  async statusOf(experiment: string): Promise<Readonly<Record<string, string>>> {
    return statusByClientId((await readRuns(this.url, experiment)).runs);
  }
}
