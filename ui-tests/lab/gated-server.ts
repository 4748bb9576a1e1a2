import { test as base } from './fixtures';
import { HttpGate } from './http-gate';
import { MlflowServer } from './mlflow-server';

export interface GateFixtures {
  mlflow: MlflowServer;
  /** What Lab and its kernels take for the tracking server. */
  gate: HttpGate;
}

/** Lab with a tracking server that runs elsewhere, behind a gate. */
export const test = base.extend<GateFixtures>({
  mlflow: async ({}, use) => {
    const mlflow = await MlflowServer.start();
    await use(mlflow);
    await mlflow.stop();
  },

  gate: async ({ mlflow }, use) => {
    const gate = await HttpGate.start(mlflow.url);
    await use(gate);
    await gate.stop();
  },

  labOptions: async ({ gate }, use) => {
    await use({ notebooks: [], env: { MLFLOW_TRACKING_URI: gate.url } });
  }
});
