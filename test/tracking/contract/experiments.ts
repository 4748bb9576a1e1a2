import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  isAlreadyExists,
  isNotFound,
  isRefused,
  isRetryable
} from '../../../src/tracking/index.js';
import { listOf, newExperiment, newRun, type GetContract } from './contract.js';

export function experimentsContract(contract: GetContract): void {
  describe('experiments of a real server', () => {
    it('are made, read, tagged and renamed', async () => {
      const { client } = contract();
      const name = `folder/${randomUUID()} ü😀 "q" & #%`;
      const made = await client.experiments.getOrCreate({
        name,
        tags: [{ key: 'mlflow.experimentKind', value: 'custom_model_development' }]
      });
      assert.equal(made.name, name);
      assert.equal(made.lifecycleStage, 'active');
      assert.match(made.artifactLocation, /^mlflow-artifacts:\//);
      assert.deepEqual(await client.experiments.getByName(name), made);
      assert.deepEqual(await client.experiments.getOrCreate({ name }), made);
      await client.experiments.setTag(made.experimentId, 'autolog.notebookId', 'x'.repeat(6000));
      await client.experiments.rename(made.experimentId, `${name} 2`);
      const renamed = await client.experiments.get(made.experimentId);
      assert.equal(renamed.name, `${name} 2`);
      assert.equal(renamed.tags.find(tag => tag.key === 'autolog.notebookId')?.value.length, 5000);
    });

    it('lose a tag once', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      await client.experiments.setTag(experimentId, 'a/b', 'c');
      await client.experiments.deleteTag(experimentId, 'a/b');
      assert.deepEqual((await client.experiments.get(experimentId)).tags, []);
      await assert.rejects(client.experiments.deleteTag(experimentId, 'a/b'), isNotFound);
    });

    it('are searched page by page, each once', async () => {
      const { client } = contract();
      const mark = randomUUID();
      for (const letter of ['a', 'b', 'c']) {
        await client.experiments.create({ name: `${mark} ${letter}` });
      }
      const request = { filter: `name LIKE '${mark}%'`, orderBy: ['name ASC'], maxResults: 2 };
      assert.deepEqual(
        (await listOf(client.experiments.search(request))).map(({ name }) => name.at(-1)),
        ['a', 'b', 'c']
      );
    });

    it('that do not exist are null by name', async () => {
      assert.equal(await contract().client.experiments.getByName(randomUUID()), null);
    });

    it('keep their name while deleted, and are found by it', async () => {
      const { client } = contract();
      const { experimentId, name } = await newExperiment(contract());
      await client.experiments.delete(experimentId);
      assert.equal((await client.experiments.getByName(name))?.lifecycleStage, 'deleted');
      await assert.rejects(client.experiments.create({ name }), isAlreadyExists);
      assert.equal((await client.experiments.getOrCreate({ name })).lifecycleStage, 'deleted');
      const renaming = client.experiments.rename(experimentId, randomUUID());
      await assert.rejects(renaming, error => isRefused(error) && !isRetryable(error));
      await client.experiments.restore(experimentId);
      assert.equal((await client.experiments.getByName(name))?.lifecycleStage, 'active');
    });

    it('are searched by tag, with order and view', async () => {
      const { client } = contract();
      const mark = randomUUID();
      const tags = [{ key: 'autolog.notebookId', value: mark }];
      const ids: string[] = [];
      for (const name of [`b ${mark}`, `a ${mark}`]) {
        ids.push(await client.experiments.create({ name, tags }));
      }
      const filter = `tags.\`autolog.notebookId\` = '${mark}'`;
      const orderBy = ['name ASC'];
      const active = await listOf(client.experiments.search({ filter, orderBy }));
      assert.deepEqual(
        active.map(experiment => experiment.experimentId),
        [ids[1], ids[0]]
      );
      await client.experiments.delete(ids[0] ?? '');
      const deleted = await listOf(client.experiments.search({ filter, viewType: 'DELETED_ONLY' }));
      assert.deepEqual(
        deleted.map(experiment => experiment.experimentId),
        [ids[0]]
      );
      assert.equal(
        (await listOf(client.experiments.search({ filter, viewType: 'ALL' }))).length,
        2
      );
    });

    it('that are renamed keep their runs where they are', async () => {
      const { client } = contract();
      const experiment = await newExperiment(contract());
      const run = await newRun(contract(), experiment.experimentId);
      await client.experiments.rename(experiment.experimentId, `${experiment.name} renamed`);
      await client.runs.setTag(run.info.runId, 'still', 'here');
      const after = await client.runs.get(run.info.runId);
      assert.equal(after.info.artifactUri, run.info.artifactUri);
    });
  });
}
