import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { isAlreadyExists, isNotFound, MlflowApiError } from '../../../src/tracking/index.js';
import { listOf, newExperiment, newRun, type GetContract } from './contract.js';

export function registryContract(contract: GetContract): void {
  describe('the registry of a real server', () => {
    it('gives a version to a model once, and moves its alias', async () => {
      const { client } = contract();
      const { runId, experimentId } = (await newRun(contract())).info;
      const name = `catalog.schema.${randomUUID()}`;
      const registered = await client.registeredModels.getOrCreate({ name, description: 'x' });
      assert.equal(registered.description, 'x');
      assert.deepEqual(await client.registeredModels.getOrCreate({ name }), registered);
      await assert.rejects(client.registeredModels.create({ name }), isAlreadyExists);
      const versions = [];
      for (const model of ['a', 'b']) {
        const { modelId } = await client.loggedModels.create({ experimentId, name: model });
        const first = await client.modelVersions.createOrFind({ name, modelId, runId });
        const again = await client.modelVersions.createOrFind({ name, modelId, runId });
        assert.equal(again.version, first.version);
        assert.deepEqual([first.source, first.runId], [`models:/${modelId}`, runId]);
        versions.push(first.version);
      }
      assert.deepEqual(versions, ['1', '2']);
      for (const version of versions) {
        await client.registeredModels.setAlias(name, 'champion', version);
        const pointed = await client.registeredModels.getByAlias(name, 'champion');
        assert.equal(pointed.version, version);
      }
      const read = await client.registeredModels.find(name);
      assert.deepEqual(read?.aliases, [{ alias: 'champion', version: '2' }]);
      await client.registeredModels.deleteAlias(name, 'champion');
      await client.registeredModels.deleteAlias(name, 'champion');
      const none = client.registeredModels.getByAlias(name, 'champion');
      await assert.rejects(none, error => error instanceof MlflowApiError && error.status === 400);
      await client.modelVersions.setTag(name, '2', 'checked', 'yes');
      await client.registeredModels.setTag(name, 'team', 'x');
      const second = await client.modelVersions.get(name, '2');
      assert.deepEqual(second.tags, [{ key: 'checked', value: 'yes' }]);
      const found = await listOf(client.registeredModels.search({ filter: `name = '${name}'` }));
      assert.deepEqual(
        found.map(model => model.tags),
        [[{ key: 'team', value: 'x' }]]
      );
      assert.equal(await client.registeredModels.find(randomUUID()), null);
    });

    it('renames, describes and deletes names', async () => {
      const { client } = contract();
      const [name, newName] = [randomUUID(), randomUUID()];
      await client.registeredModels.create({ name });
      assert.equal(
        (await client.registeredModels.update(name, { description: 'new' })).description,
        'new'
      );
      assert.equal((await client.registeredModels.rename(name, newName)).name, newName);
      await assert.rejects(client.registeredModels.get(name), isNotFound);
      await client.registeredModels.setTag(newName, 'a/b', 'c');
      await client.registeredModels.deleteTag(newName, 'a/b');
      await client.registeredModels.deleteTag(newName, 'a/b');
      assert.deepEqual((await client.registeredModels.get(newName)).tags, []);
      await client.registeredModels.delete(newName);
      await assert.rejects(client.registeredModels.delete(newName), isNotFound);
    });

    it('describes, moves, untags and deletes versions', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      const name = randomUUID();
      await client.registeredModels.create({ name });
      for (let i = 0; i < 2; i++) {
        const { modelId, artifactUri } = await client.loggedModels.create({ experimentId });
        const made = await client.modelVersions.create({ name, source: `models:/${modelId}` });
        assert.equal(await client.modelVersions.downloadUri(name, made.version), artifactUri);
      }
      const described = await client.modelVersions.update(name, '1', { description: 'new' });
      assert.equal(described.description, 'new');
      await client.modelVersions.transitionStage(name, '1', { stage: 'Staging' });
      const moved = await client.modelVersions.transitionStage(name, '2', {
        stage: 'Staging',
        archiveExistingVersions: true
      });
      assert.equal(moved.currentStage, 'Staging');
      const latest = await client.registeredModels.latestVersions(name);
      assert.deepEqual(latest.map(version => `${version.currentStage} ${version.version}`).sort(), [
        'Archived 1',
        'Staging 2'
      ]);
      assert.equal((await client.registeredModels.latestVersions(name, ['Staging'])).length, 1);
      await client.modelVersions.setTag(name, '1', 'a/b', 'c');
      await client.modelVersions.deleteTag(name, '1', 'a/b');
      await client.modelVersions.deleteTag(name, '1', 'a/b');
      assert.deepEqual((await client.modelVersions.get(name, '1')).tags, []);
      await client.modelVersions.delete(name, '1');
      await assert.rejects(client.modelVersions.get(name, '1'), isNotFound);
      await assert.rejects(client.modelVersions.delete(name, '1'), isNotFound);
    });

    it('lists names and versions page by page, each once', async () => {
      const { client } = contract();
      const { experimentId } = await newExperiment(contract());
      const mark = randomUUID();
      for (const letter of ['a', 'b', 'c']) {
        await client.registeredModels.create({ name: `${mark} ${letter}` });
        const { modelId } = await client.loggedModels.create({ experimentId });
        await client.modelVersions.create({ name: `${mark} a`, source: `models:/${modelId}` });
      }
      const names = client.registeredModels.search({
        filter: `name LIKE '${mark}%'`,
        maxResults: 1
      });
      assert.deepEqual(
        (await listOf(names)).map(({ name }) => name.at(-1)),
        ['a', 'b', 'c']
      );
      const versions = client.modelVersions.search({ filter: `name = '${mark} a'`, maxResults: 2 });
      assert.deepEqual((await listOf(versions)).map(({ version }) => version).sort(), [
        '1',
        '2',
        '3'
      ]);
    });
  });
}
