import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { fromPython, newExperiment, newRun, withCode, type GetSetting } from './chapter.js';

export function runsChapter(setting: GetSetting): void {
  describe('runs through MlflowClient', () => {
    it('are made and read back, also by Python', async () => {
      const { client } = setting();
      const experimentId = await newExperiment(setting());
      const made = await client.createRun(experimentId, {
        runName: 'brisk otter 😀',
        startTime: 1_700_000_000_123,
        tags: { 'mlflow.user': 'me', version: 2 }
      });
      const { runId } = made.info;
      assert.deepEqual(made.info, {
        runId,
        experimentId,
        runName: 'brisk otter 😀',
        userId: 'me',
        status: 'RUNNING',
        startTime: 1_700_000_000_123,
        endTime: null,
        artifactUri: `mlflow-artifacts:/${experimentId}/${runId}/artifacts`,
        lifecycleStage: 'active'
      });
      assert.equal(made.data.tags['version'], '2');
      assert.deepEqual(await client.getRun(runId), made);
      const python = `r = client.get_run('${runId}'); print(json.dumps([r.info.run_name, r.info.start_time, r.data.tags]))`;
      assert.deepEqual(await fromPython(setting(), python), [
        made.info.runName,
        made.info.startTime,
        made.data.tags
      ]);
    });

    it('begin now, with a name made up, where nobody says', async () => {
      const { client } = setting();
      const before = Date.now();
      const { info } = await client.createRun(await newExperiment(setting()));
      assert(info.startTime >= before && info.startTime <= Date.now());
      assert.match(info.runName, /^\w+-\w+-\d+$/);
      const named = await client.createRun(info.experimentId, {
        tags: { 'mlflow.runName': 'mine' }
      });
      assert.equal(named.info.runName, 'mine');
    });

    it('know their parent', async () => {
      const { client } = setting();
      const parent = await newRun(setting());
      const { experimentId } = (await client.getRun(parent)).info;
      const child = await client.createRun(experimentId, {
        tags: { 'mlflow.parentRunId': parent }
      });
      assert.equal((await client.getParentRun(child.info.runId))?.info.runId, parent);
      assert.equal(await client.getParentRun(parent), null);
    });

    it('are updated, and ended', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      await client.updateRun(runId, { status: 'SCHEDULED', name: 'renamed' });
      const updated = (await client.getRun(runId)).info;
      assert.deepEqual(
        [updated.status, updated.runName, updated.endTime],
        ['SCHEDULED', 'renamed', null]
      );
      const before = Date.now();
      await client.setTerminated(runId);
      const ended = (await client.getRun(runId)).info;
      assert.equal(ended.status, 'FINISHED');
      assert((ended.endTime ?? 0) >= before);
      await client.setTerminated(runId, { status: 'KILLED', endTime: 5000.5 });
      const killed = (await client.getRun(runId)).info;
      assert.deepEqual([killed.status, killed.endTime], ['KILLED', 5000]);
    });

    it('in the bin refuse what is logged, and come out of it', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      await client.deleteRun(runId);
      assert.equal((await client.getRun(runId)).info.lifecycleStage, 'deleted');
      const refused = withCode('INVALID_PARAMETER_VALUE');
      await assert.rejects(client.logMetric(runId, 'm', 1), refused);
      await assert.rejects(client.setTag(runId, 'a', 'b'), refused);
      await assert.rejects(client.updateRun(runId, { name: 'x' }), refused);
      await assert.rejects(client.logText(runId, 'x', 'a.txt'), {
        name: 'MlflowArgumentError',
        message: /is deleted .* restoreRun/
      });
      await client.restoreRun(runId);
      await client.logMetric(runId, 'm', 1);
    });

    it('that do not exist are not found by any method', async () => {
      const { client } = setting();
      const none = '0'.repeat(32);
      for (const call of [
        () => client.getRun(none),
        () => client.getParentRun(none),
        () => client.deleteRun(none),
        () => client.restoreRun(none),
        () => client.updateRun(none, { name: 'x' }),
        () => client.setTerminated(none),
        () => client.logMetric(none, 'm', 1),
        () => client.logParam(none, 'p', 1),
        () => client.setTag(none, 't', 1),
        () => client.deleteTag(none, 't'),
        () => client.logText(none, 'text', 'a.txt'),
        () => client.listArtifacts(none),
        () => client.downloadArtifacts(none, 'a.txt')
      ]) {
        await assert.rejects(call(), withCode('RESOURCE_DOES_NOT_EXIST'), String(call));
      }
    });

    it('are searched over several pages, and again in a second loop', async () => {
      const { client } = setting();
      const [first, second] = [await newExperiment(setting()), await newExperiment(setting())];
      for (let i = 0; i < 5; i++) {
        const { info } = await client.createRun(i < 4 ? first : second, { runName: `run ${i}` });
        await client.logMetric(info.runId, 'loss', i);
      }
      const orderBy = ['metrics.loss DESC'];
      const results = client.searchRuns([first, second], { orderBy, pageSize: 2 });
      const names = ['run 4', 'run 3', 'run 2', 'run 1', 'run 0'];
      for (let loop = 0; loop < 2; loop++) {
        const found: string[] = [];
        for await (const run of results) {
          found.push(run.info.runName);
        }
        assert.deepEqual(found, names);
      }
      const some = client.searchRuns(first, {
        filterString: 'metrics.loss > 0',
        orderBy,
        maxResults: 2
      });
      assert.deepEqual(
        (await some.toArray()).map(run => [run.info.runName, run.data.metrics]),
        [
          ['run 3', { loss: 3 }],
          ['run 2', { loss: 2 }]
        ]
      );
    });

    it('are searched by view', async () => {
      const { client } = setting();
      const id = await newExperiment(setting());
      const runs = [await client.createRun(id), await client.createRun(id)];
      await client.deleteRun(runs[0]?.info.runId ?? '');
      const count = async (runViewType?: 'ALL' | 'DELETED_ONLY') =>
        (await client.searchRuns(id, runViewType === undefined ? {} : { runViewType }).toArray())
          .length;
      assert.deepEqual([await count(), await count('DELETED_ONLY'), await count('ALL')], [1, 1, 2]);
    });

    it('whose filter MLflow can not read is told at the first result', async () => {
      const { client } = setting();
      const results = client.searchRuns(await newExperiment(setting()), {
        filterString: 'nonsense'
      });
      await assert.rejects(results.toArray(), withCode('INVALID_PARAMETER_VALUE'));
    });

    it('made at once by many callers are as many', async () => {
      const { client } = setting();
      const id = await newExperiment(setting());
      const runName = randomUUID();
      await Promise.all(Array.from({ length: 8 }, () => client.createRun(id, { runName })));
      assert.equal((await client.searchRuns(id).toArray()).length, 8);
    });
  });
}
