import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { fromPython, newExperiment, newRun, withCode, type GetSetting } from './chapter.js';

export function experimentsChapter(setting: GetSetting): void {
  describe('experiments through MlflowClient', () => {
    it('are made and read back by id, by name and by Python', async () => {
      const { client } = setting();
      const name = `folder/${randomUUID()} ü😀`;
      const tags = { text: 'a', number: 1.5, flag: true, nothing: null, __proto__x: 'p' };
      const id = await client.createExperiment(name, { tags });
      const read = await client.getExperiment(id);
      assert.deepEqual(read, {
        experimentId: id,
        name,
        artifactLocation: `mlflow-artifacts:/${id}`,
        lifecycleStage: 'active',
        tags: { text: 'a', number: '1.5', flag: 'true', nothing: 'null', __proto__x: 'p' },
        creationTime: read.creationTime,
        lastUpdateTime: read.creationTime
      });
      assert(Math.abs(Date.now() - (read.creationTime ?? 0)) < 600_000, 'in milliseconds');
      assert.deepEqual(await client.getExperimentByName(name), read);
      assert.deepEqual(
        await fromPython(
          setting(),
          `e = client.get_experiment('${id}'); print(json.dumps([e.name, e.tags, e.creation_time]))`
        ),
        [read.name, read.tags, read.creationTime]
      );
    });

    it('keep their files where the caller says', async () => {
      const { client } = setting();
      const artifactLocation = 'mlflow-artifacts:/elsewhere';
      const id = await client.createExperiment(randomUUID(), { artifactLocation });
      assert.equal((await client.getExperiment(id)).artifactLocation, artifactLocation);
    });

    it('are renamed, tagged and untagged', async () => {
      const { client } = setting();
      const id = await newExperiment(setting());
      const name = randomUUID();
      await client.renameExperiment(id, name);
      await client.setExperimentTag(id, 'a', 1);
      await client.setExperimentTag(id, 'a', 'two');
      await client.setExperimentTag(id, 'b', 'b');
      await client.deleteExperimentTag(id, 'b');
      const read = await client.getExperiment(id);
      assert.deepEqual([read.name, read.tags], [name, { a: 'two' }]);
      await assert.rejects(
        client.deleteExperimentTag(id, 'b'),
        withCode('RESOURCE_DOES_NOT_EXIST')
      );
    });

    it('go to the bin with their runs, and come back with them', async () => {
      const { client } = setting();
      const runId = await newRun(setting());
      const id = (await client.getRun(runId)).info.experimentId;
      await client.deleteExperiment(id);
      assert.equal((await client.getExperiment(id)).lifecycleStage, 'deleted');
      assert.equal((await client.getRun(runId)).info.lifecycleStage, 'deleted');
      await assert.rejects(client.deleteExperiment(id), withCode('RESOURCE_DOES_NOT_EXIST'));
      await assert.rejects(client.renameExperiment(id, randomUUID()), withCode('INVALID_STATE'));
      await client.restoreExperiment(id);
      assert.equal((await client.getRun(runId)).info.lifecycleStage, 'active');
      await assert.rejects(client.restoreExperiment(id), withCode('RESOURCE_DOES_NOT_EXIST'));
    });

    it('whose name is taken, or that are not there, are told with MLflow’s code', async () => {
      const { client } = setting();
      const { name } = await client.getExperiment(await newExperiment(setting()));
      await assert.rejects(client.createExperiment(name), withCode('RESOURCE_ALREADY_EXISTS'));
      await assert.rejects(client.getExperiment('987654321'), withCode('RESOURCE_DOES_NOT_EXIST'));
      assert.equal(await client.getExperimentByName(randomUUID()), null);
    });

    it('are searched over several pages, by filter, order and view', async () => {
      const { client } = setting();
      const mark = randomUUID();
      const ids: string[] = [];
      for (const letter of ['c', 'a', 'e', 'b', 'd']) {
        ids.push(await client.createExperiment(`${letter} ${mark}`, { tags: { mark } }));
      }
      await client.deleteExperiment(ids[0] ?? '');
      const question = {
        filterString: `tags.mark = '${mark}'`,
        orderBy: ['name ASC'],
        pageSize: 2
      };
      const letters = async (more: object): Promise<string> => {
        const found = await client.searchExperiments({ ...question, ...more }).toArray();
        return found.map(({ name }) => name[0]).join('');
      };
      assert.equal(await letters({}), 'abde');
      assert.equal(await letters({ viewType: 'ALL' }), 'abcde');
      assert.equal(await letters({ viewType: 'DELETED_ONLY' }), 'c');
      assert.equal(await letters({ orderBy: ['name DESC'], maxResults: 3 }), 'edb');
    });
  });
}
