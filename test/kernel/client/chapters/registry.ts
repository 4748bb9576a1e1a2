import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { fromPython, newRun, withCode, type GetSetting } from './chapter.js';

export function registryChapter(setting: GetSetting): void {
  /** The URI of a logged model with a file in it, and its run. */
  async function newModel(): Promise<{ uri: string; runId: string; modelId: string }> {
    const { client } = setting();
    const runId = await newRun(setting());
    const { experimentId } = (await client.getRun(runId)).info;
    const model = await client.createLoggedModel(experimentId, { sourceRunId: runId });
    return { uri: model.modelUri, runId, modelId: model.modelId };
  }

  /** A registered name with as many versions. */
  async function newName(versions = 0): Promise<string> {
    const { client } = setting();
    const name = `schema.${randomUUID()}`;
    await client.createRegisteredModel(name);
    for (let i = 0; i < versions; i++) {
      await client.createModelVersion(name, (await newModel()).uri);
    }
    return name;
  }

  describe('names of the registry through MlflowClient', () => {
    it('are made and read back, also by Python', async () => {
      const { client } = setting();
      const name = randomUUID();
      const made = await client.createRegisteredModel(name, {
        tags: { team: 1 },
        description: 'd'
      });
      assert.deepEqual([made.name, made.description, made.tags], [name, 'd', { team: '1' }]);
      assert.deepEqual(await client.getRegisteredModel(name), made);
      assert.deepEqual(
        await fromPython(
          setting(),
          `m = client.get_registered_model('${name}'); print(json.dumps([m.name, m.description, m.tags]))`
        ),
        [name, 'd', { team: '1' }]
      );
      await assert.rejects(client.createRegisteredModel(name), withCode('RESOURCE_ALREADY_EXISTS'));
    });

    it('are described, tagged, renamed with their versions and aliases, and deleted', async () => {
      const { client } = setting();
      const name = await newName(1);
      assert.equal(
        (await client.updateRegisteredModel(name, { description: 'new' })).description,
        'new'
      );
      assert.equal((await client.updateRegisteredModel(name, { description: '' })).description, '');
      await client.setRegisteredModelTag(name, 'kept', 1);
      await client.setRegisteredModelTag(name, 'gone', 1);
      await client.deleteRegisteredModelTag(name, 'gone');
      await client.deleteRegisteredModelTag(name, 'gone');
      await client.setRegisteredModelAlias(name, 'champion', 1);
      const newer = randomUUID();
      assert.equal((await client.renameRegisteredModel(name, newer)).name, newer);
      const read = await client.getRegisteredModel(newer);
      assert.deepEqual([read.tags, read.aliases], [{ kept: '1' }, { champion: '1' }]);
      assert.deepEqual(
        read.latestVersions.map(version => [version.name, version.version]),
        [[newer, '1']]
      );
      const taken = await newName();
      await assert.rejects(
        client.renameRegisteredModel(newer, taken),
        withCode('RESOURCE_ALREADY_EXISTS')
      );
      await client.deleteRegisteredModel(newer);
      const missing = withCode('RESOURCE_DOES_NOT_EXIST');
      for (const call of [
        () => client.getRegisteredModel(newer),
        () => client.deleteRegisteredModel(newer),
        () => client.updateRegisteredModel(newer, { description: '' }),
        () => client.renameRegisteredModel(newer, randomUUID()),
        () => client.setRegisteredModelTag(newer, 'a', 1),
        () => client.deleteRegisteredModelTag(newer, 'a'),
        () => client.getLatestVersions(newer),
        () => client.getModelVersion(newer, 1),
        () => client.createModelVersion(newer, 'models:/x/1')
      ]) {
        await assert.rejects(call(), missing, String(call));
      }
    });

    it('move their aliases from version to version', async () => {
      const { client } = setting();
      const name = await newName(2);
      for (const version of ['1', 2]) {
        await client.setRegisteredModelAlias(name, 'champion', version);
        const pointed = await client.getModelVersionByAlias(name, 'champion');
        assert.deepEqual([pointed.version, pointed.aliases], [String(version), ['champion']]);
      }
      assert.deepEqual((await client.getRegisteredModel(name)).aliases, { champion: '2' });
      await client.deleteRegisteredModelAlias(name, 'champion');
      await client.deleteRegisteredModelAlias(name, 'champion');
      await assert.rejects(
        client.getModelVersionByAlias(name, 'champion'),
        withCode('INVALID_PARAMETER_VALUE')
      );
    });

    it('are searched over several pages', async () => {
      const { client } = setting();
      const mark = randomUUID();
      for (const letter of ['b', 'c', 'a']) {
        await client.createRegisteredModel(`${mark} ${letter}`, { tags: { mark } });
      }
      const letters = async (more: object): Promise<string> => {
        const options = { filterString: `name LIKE '${mark}%'`, pageSize: 1, ...more };
        const found = await client.searchRegisteredModels(options).toArray();
        return found.map(({ name }) => name.slice(-1)).join('');
      };
      assert.equal(await letters({}), 'abc');
      assert.equal(await letters({ orderBy: ['name DESC'], maxResults: 2 }), 'cb');
      assert.equal(await letters({ filterString: `tags.mark = '${mark}'` }), 'abc');
    });
  });

  describe('versions through MlflowClient', () => {
    it('are made and read back, also by Python', async () => {
      const { client } = setting();
      const { uri, runId } = await newModel();
      const name = await newName();
      const made = await client.createModelVersion(name, uri, {
        runId,
        tags: { a: 1 },
        description: 'first',
        runLink: 'https://example.org/run'
      });
      assert.deepEqual(
        [
          made.name,
          made.version,
          made.source,
          made.runId,
          made.description,
          made.tags,
          made.status,
          made.runLink
        ],
        [name, '1', uri, runId, 'first', { a: '1' }, 'READY', 'https://example.org/run']
      );
      assert.deepEqual(await client.getModelVersion(name, 1), made);
      assert.deepEqual(
        await fromPython(
          setting(),
          `v = client.get_model_version('${name}', '1'); print(json.dumps([v.source, v.run_id, v.tags, v.description]))`
        ),
        [uri, runId, { a: '1' }, 'first']
      );
      assert.match(
        await client.getModelVersionDownloadUri(name, '1'),
        /^mlflow-artifacts:\/.*\/artifacts$/
      );
    });

    it('are described, tagged, moved between stages and deleted', async () => {
      const { client } = setting();
      const name = await newName(3);
      assert.equal(
        (await client.updateModelVersion(name, 1, { description: 'x' })).description,
        'x'
      );
      await client.setModelVersionTag(name, 1, 'kept', true);
      await client.setModelVersionTag(name, 1, 'gone', 1);
      await client.deleteModelVersionTag(name, 1, 'gone');
      await client.deleteModelVersionTag(name, 1, 'gone');
      assert.deepEqual((await client.getModelVersion(name, 1)).tags, { kept: 'true' });
      await client.transitionModelVersionStage(name, 1, 'Production');
      const archive = { archiveExistingVersions: true };
      const moved = await client.transitionModelVersionStage(name, 2, 'Production', archive);
      assert.equal(moved.currentStage, 'Production');
      assert.equal((await client.getModelVersion(name, 1)).currentStage, 'Archived');
      const latest = async (...stages: Parameters<typeof client.getLatestVersions>[1] & object) =>
        (await client.getLatestVersions(name, ...(stages.length === 0 ? [] : [stages])))
          .map(version => `${version.currentStage} ${version.version}`)
          .sort();
      assert.deepEqual(await latest(), ['Archived 1', 'None 3', 'Production 2']);
      assert.deepEqual(await latest('Production', 'Staging'), ['Production 2']);
      for (const stage of client.getModelVersionStages()) {
        assert.equal(
          (await client.transitionModelVersionStage(name, 3, stage)).currentStage,
          stage
        );
      }
      await client.setRegisteredModelAlias(name, 'champion', 3);
      await client.deleteModelVersion(name, 3);
      assert.deepEqual((await client.getRegisteredModel(name)).aliases, {});
      const missing = withCode('RESOURCE_DOES_NOT_EXIST');
      for (const call of [
        () => client.getModelVersion(name, 3),
        () => client.deleteModelVersion(name, 3),
        () => client.updateModelVersion(name, 3, { description: '' }),
        () => client.transitionModelVersionStage(name, 3, 'Staging'),
        () => client.setModelVersionTag(name, 3, 'a', 1),
        () => client.deleteModelVersionTag(name, 3, 'a'),
        () => client.getModelVersionDownloadUri(name, 3),
        () => client.setRegisteredModelAlias(name, 'champion', 3)
      ]) {
        await assert.rejects(call(), missing, String(call));
      }
    });

    it('are searched over several pages', async () => {
      const { client } = setting();
      const name = await newName(5);
      const filterString = `name = '${name}'`;
      const orderBy = ['version_number ASC'];
      const found = client.searchModelVersions({ filterString, orderBy, pageSize: 2 });
      assert.deepEqual(
        (await found.toArray()).map(({ version }) => version),
        ['1', '2', '3', '4', '5']
      );
      const { source } = await client.getModelVersion(name, 4);
      const bySource = client.searchModelVersions({ filterString: `source_path = '${source}'` });
      assert.deepEqual(
        (await bySource.toArray()).map(({ version }) => version),
        ['4']
      );
    });

    it('are copied to another name by version, alias, stage and latest', async () => {
      const { client } = setting();
      const name = await newName(3);
      await client.updateModelVersion(name, 1, { description: 'the first' });
      await client.setModelVersionTag(name, 1, 'a', 1);
      await client.setRegisteredModelAlias(name, 'champion', 1);
      await client.transitionModelVersionStage(name, 2, 'Staging');
      const copied = `copy of ${name}`;
      const sources: string[] = [];
      for (const which of ['/1', '@champion', '/staging', '/latest']) {
        sources.push((await client.copyModelVersion(`models:/${name}${which}`, copied)).source);
      }
      assert.deepEqual(
        sources,
        [1, 1, 2, 3].map(version => `models:/${name}/${version}`)
      );
      const first = await client.getModelVersion(copied, 1);
      const original = await client.getModelVersion(name, 1);
      assert.deepEqual(
        [first.description, first.tags, first.runId],
        [original.description, original.tags, original.runId]
      );
      assert.equal(
        await client.getModelVersionDownloadUri(copied, 1),
        await client.getModelVersionDownloadUri(name, 1)
      );
      const missing = withCode('RESOURCE_DOES_NOT_EXIST');
      await assert.rejects(client.copyModelVersion(`models:/${name}/9`, copied), missing);
      await assert.rejects(client.copyModelVersion(`models:/${name}/archived`, copied), missing);
    });
  });
}
