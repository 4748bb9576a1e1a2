import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startMlflowServer, type MlflowServer } from '../../tracking/mlflow-server.js';
import { deliveryCases } from './cases/delivery.js';
import { figureCases } from './cases/figures.js';
import { killCases } from './cases/kill.js';
import { longJournalCases } from './cases/long-journal.js';
import { outageCases } from './cases/outage.js';
import { refusalCases } from './cases/refusal.js';
import { rightsCases } from './cases/rights.js';
import { twinCases } from './cases/twins.js';

describe('the shipper and a real MLflow server', () => {
  let server: MlflowServer | undefined;
  const get = (): MlflowServer => server ?? assert.fail('the server did not start');

  before(async () => {
    server = await startMlflowServer();
  });
  after(() => server?.stop());

  deliveryCases(get);
  figureCases(get);
  killCases(get);
  longJournalCases(get);
  outageCases(get);
  refusalCases(get);
  rightsCases(get);
  twinCases(get);
});
