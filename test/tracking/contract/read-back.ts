import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  chunkBatch,
  limitedText,
  nameFault,
  sanitizeName,
  type NameKind
} from '../../../src/tracking/index.js';
import { NEWER_LETTER } from '../../../src/tracking/newer-letters.js';
import { metric, newExperiment, newRun, type GetContract } from './contract.js';

const KINDS: readonly NameKind[] = [
  'metric',
  'param',
  'tag',
  'experiment',
  'loggedModel',
  'registeredModel',
  'alias'
];

/** MLflow's own checks, asked about many names at once. */
const JUDGE = `
import json, sys
from mlflow.utils import validation as v
def tag(name):
    v._validate_tag(name, 'x')
def alias(name):
    v._validate_model_alias_name(name)
    v._validate_model_alias_name_reserved(name)
checks = {
  'metric': lambda n: v._validate_metric(n, 1.0, 1, 0), 'param': lambda n: v._validate_param(n, 'x'),
  'tag': tag, 'experiment': v._validate_experiment_name, 'loggedModel': v._validate_logged_model_name,
  'registeredModel': v._validate_model_name, 'alias': alias }
def takes(kind, name):
    try:
        checks[kind](name)
        return True
    except Exception:
        return False
names = json.load(sys.stdin)
print(json.dumps([[takes(kind, name) for kind in ${JSON.stringify(KINDS)}] for name in names]))
`;

const LETTERS = `
import re, json
word = re.compile(r'\\w')
points = [p for p in range(0x110000) if not 0xd800 <= p < 0xe000]
print(json.dumps([p for p in points if word.match(chr(p))]))`;

export function readBackContract(contract: GetContract): void {
  describe('names and values, read back by Python', () => {
    const awkwardName = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.string({
          unit: fc.constantFrom(...Array.from('aZ9_-.:/ @%vV1é中\n')),
          maxLength: 8
        })
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'latest',
          'LATEST',
          'v1',
          'V٣',
          'x'.repeat(250),
          'x'.repeat(251),
          '😀'.repeat(500)
        )
      }
    );

    it('are judged as MLflow judges them', async () => {
      const names = fc.sample(awkwardName, 4000);
      const judged = JSON.parse(
        await contract().server.python(JUDGE, JSON.stringify(names))
      ) as boolean[][];
      let taken = 0;
      names.forEach((name, i) => {
        KINDS.forEach((kind, j) => {
          const theirs = judged[i]?.[j] ?? assert.fail('no judgement');
          const ours = nameFault(kind, name) === null;
          taken += Number(ours);
          // What we take must be taken. The reverse is left open where we are stricter by design.
          const isStricter =
            /\n$|\0/.test(name) ||
            NEWER_LETTER.test(name) ||
            (kind === 'registeredModel' && name.length > 256);
          assert(
            ours === theirs || (!ours && isStricter),
            `${kind} ${JSON.stringify(name)}: ${theirs}`
          );
        });
      });
      assert(taken > 1000, `only ${taken} of the names were valid`);
    });

    it('use the letters that Python calls letters, as far as old servers know them', async () => {
      const words = JSON.parse(await contract().server.python(LETTERS)) as readonly number[];
      const word = new Set(words);
      const differing: string[] = [];
      for (let point = 0; point < 0x110000; point++) {
        const isSurrogate = point >= 0xd800 && point < 0xe000;
        const character = String.fromCodePoint(point);
        const isTheirs = word.has(point) && !NEWER_LETTER.test(character);
        const isOurs = nameFault('metric', `a${character}b`) === null;
        if (!isSurrogate && isOurs !== (isTheirs || '/.- :'.includes(character))) {
          differing.push(point.toString(16));
        }
      }
      assert.deepEqual(differing, []);
      assert(word.size > 100_000);
    });

    it('come back equal, however odd', async () => {
      const { client, server } = contract();
      const { runId } = (await newRun(contract())).info;
      const value = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom(
          '',
          ' ',
          '\n',
          '"',
          "'",
          '\\',
          '{}',
          'null',
          'x'.repeat(9000),
          '\ud800',
          '\0'
        )
      );
      const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -0, 5e-324, 1e308));
      const entries = fc
        .sample(fc.tuple(awkwardName, value, number, fc.integer(), fc.nat()), 300)
        .map(([name, ...others]) => [sanitizeName(name), ...others] as const);
      // The last of equal names counts for all three kinds, so that the order of chunks is no matter.
      const byName = new Map(entries.map(entry => [entry[0], entry]));
      const unique = [...byName.values()];
      const chunks = chunkBatch({
        params: unique.map(([key, text]) => ({ key, value: text })),
        tags: unique.map(([key, text]) => ({ key: `t.${key}`.slice(0, 250), value: text })),
        metrics: unique.map(([key, , amount, step, timestamp]) =>
          metric({ key, value: amount, step, timestamp })
        )
      });
      for (const chunk of chunks) {
        await client.runs.logBatch(runId, chunk);
      }
      const read = JSON.parse(
        await server.python(`
import json, mlflow
client = mlflow.MlflowClient()
run = client.get_run('${runId}')
metrics = {m.key: [repr(m.value), m.step, m.timestamp] for m in run.data._metric_objs}
print(json.dumps([run.data.params, run.data.tags, metrics]))`)
      ) as [
        Record<string, string>,
        Record<string, string>,
        Record<string, [string, number, number]>
      ];
      const [params, tags, metrics] = read;
      assert.equal(Object.keys(params).length, unique.length);
      for (const [key, text, amount, step, timestamp] of unique) {
        assert.equal(params[key], limitedText(text, 6000), JSON.stringify(key));
        assert.equal(tags[`t.${key}`.slice(0, 250)], limitedText(text, 8000), JSON.stringify(key));
        const [theirs, ...when] = metrics[key] ?? assert.fail(`no metric ${key}`);
        assert.deepEqual(when, [step, timestamp]);
        const kept =
          Number.isFinite(amount) || Number.isNaN(amount)
            ? amount
            : Math.sign(amount) * Number.MAX_VALUE;
        assert(
          Object.is(Number(theirs.replace('nan', 'NaN')) + 0, kept + 0),
          `${theirs} for ${amount}`
        );
      }
    });

    it('of experiments and runs come back equal', async () => {
      const { client, server } = contract();
      const suffix = ' ü/..//😀 "\'\\ %41 #?&+\t\n';
      const experiment = await newExperiment(contract(), suffix);
      const run = await client.runs.create({
        experimentId: experiment.experimentId,
        name: suffix,
        startTime: 1
      });
      const names = await server.python(`
import json, mlflow
run = mlflow.get_run('${run.info.runId}')
print(json.dumps([mlflow.get_experiment(run.info.experiment_id).name, run.info.run_name]))`);
      assert.deepEqual(JSON.parse(names), [experiment.name, suffix]);
      assert((await client.experiments.getByName(experiment.name)) !== null);
    });
  });
}
