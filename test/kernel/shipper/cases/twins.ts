import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Run } from '../../../../src/tracking/index.js';
import type { MlflowServer } from '../../../tracking/mlflow-server.js';
import { GatedServer } from '../gated-server.js';
import { ShipperUnderTest, startJournal } from '../kernel-stand-in.js';
import { recordSmallRun } from '../recorded-run.js';
import { DENIED, PASS, type GateAction } from '../tracking-gate.js';

/** `get` gives the server, once it runs. */
export function twinCases(get: () => MlflowServer): void {
  describe('a run that the server makes twice, out of a request that was given up on', () => {
    const server = new GatedServer(get);
    const { home } = server;

    /**
     * Delivers a run whose first request is carried out only after the second one: `late` is told
     * of the run that it makes. `rule` is for all other requests.
     */
    async function deliverTwice(
      experiment: string,
      late: (runId: string) => Promise<void>,
      rule: (path: string) => GateAction = () => PASS
    ): Promise<{ readonly active: readonly Run[]; readonly all: readonly Run[] }> {
      const experimentId = await server.client.experiments.create({ name: experiment });
      const journal = startJournal({ home, target: { kind: 'uri', uri: server.gate.url } });
      const run = recordSmallRun(journal, experiment);
      const tags = [{ key: 'autolog.clientRunId', value: run }];
      let tries = 0;
      server.gate.rule = path => {
        if (!path.endsWith('/runs/create')) {
          return rule(path);
        }
        tries++;
        return tries === 1
          ? { do: 'reset' }
          : {
              do: 'pass-then',
              then: async () => {
                const request = { experimentId, name: 'small', startTime: 1_700_000_000_000, tags };
                await late((await server.client.runs.create(request)).info.runId);
              }
            };
      };
      const shipper = ShipperUnderTest.ofJournal(journal);
      await shipper.delivered(journal);
      assert.equal(await shipper.kernelEnds(), 0);
      assert.equal(tries, 2);
      const { items } = await server.client.runs.searchPage({
        experimentIds: [experimentId],
        viewType: 'ALL'
      });
      return { active: items.filter(({ info }) => info.lifecycleStage === 'active'), all: items };
    }

    /** Asserts that one run is there, whole, and its twin in the bin. */
    function assertOnce({ active, all }: Awaited<ReturnType<typeof deliverTwice>>): void {
      assert.equal(active.length, 1);
      assert.equal(active[0]?.info.status, 'FINISHED');
      assert.deepEqual(
        active[0].data.metrics.map(({ value }) => value),
        [0.5]
      );
      const [twin] = all.filter(({ info }) => info.lifecycleStage === 'deleted');
      assert.equal(all.length, 2);
      assert.equal(twin?.info.status, 'KILLED');
      const twinOf = twin.data.tags.find(({ key }) => key === 'autolog.twinOf');
      assert.equal(twinOf?.value, active[0].info.runId);
    }

    it('is there once when it has ended; the empty one is in the bin, and says why', async () => {
      assertOnce(await deliverTwice('twins/empty', () => Promise.resolve()));
    });

    it('is there once also where no answer tells that the twin was removed', async () => {
      const lost = new Set<string>();
      const loseOnce = (path: string): GateAction => {
        const isLost = /runs\/(set-tag|update|delete)$/.test(path) && !lost.has(path);
        lost.add(path);
        return isLost ? { do: 'pass-then', then: () => Promise.reject(new Error('lost')) } : PASS;
      };
      assertOnce(await deliverTwice('twins/lost', () => Promise.resolve(), loseOnce));
      assert.equal([...lost].filter(path => path.endsWith('/runs/delete')).length, 1);
    });

    it('is there once also where somebody removes the empty one in the same moment', async () => {
      let twin: string | null = null;
      const removed: string[] = [];
      const removeWhenFound = (path: string): GateAction => {
        const found = path.endsWith('/runs/search') ? twin : null;
        if (found === null || removed.includes(found)) {
          return PASS;
        }
        removed.push(found);
        return { do: 'pass-then', then: () => server.client.runs.delete(found) };
      };
      const { active, all } = await deliverTwice(
        'twins/removed',
        runId => {
          twin = runId;
          return Promise.resolve();
        },
        removeWhenFound
      );
      assert.deepEqual(removed, [twin]);
      assert.deepEqual(
        active.map(({ info }) => info.status),
        ['FINISHED']
      );
      assert.equal(all.length, 2);
    });

    it('is delivered where the user may not delete runs; the empty one has ended, and says why', async () => {
      const forbidDeletion = (path: string): GateAction =>
        path.endsWith('/runs/delete') ? DENIED : PASS;
      let twin: string | null = null;
      const { active } = await deliverTwice(
        'twins/forbidden',
        runId => {
          twin = runId;
          return Promise.resolve();
        },
        forbidDeletion
      );
      const [empty] = active.filter(({ info }) => info.runId === twin);
      const [whole] = active.filter(({ info }) => info.runId !== twin);
      assert.equal(active.length, 2);
      assert.equal(whole?.info.status, 'FINISHED');
      assert.equal(empty?.info.status, 'KILLED');
      const twinOf = empty.data.tags.find(({ key }) => key === 'autolog.twinOf');
      assert.equal(twinOf?.value, whole.info.runId);
    });

    it('stays twice where somebody has logged to the other one', async () => {
      const { active } = await deliverTwice('twins/used', runId =>
        server.client.runs.logBatch(runId, {
          metrics: [{ key: 'own', value: 1, step: 0, timestamp: 1 }]
        })
      );
      assert.equal(active.length, 2);
    });
  });
}
