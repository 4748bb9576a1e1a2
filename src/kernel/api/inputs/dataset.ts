import { createHash } from 'node:crypto';
import { codePoints, LIMITS, MlflowArgumentError } from '../../../tracking/index.js';
import type { DatasetRecord } from '../../journal/records.js';
import { checkObject, checkText, checkTexts, toJsonText } from '../checks.js';
import type { DatasetDescription, DatasetIdentity, LogInputOptions } from '../types/mlflow.js';
import { describeData } from './dataset-facts.js';

export type Dataset = Omit<DatasetRecord, 'type' | 'run'>;

/** MLflow's own digests have 8 digits; 16 tell 2^32 datasets apart. */
const DIGEST_LENGTH = 16;

/** The datasets as they are recorded. @throws MlflowArgumentError where something of one is not allowed. */
export function readDatasets(
  datasets: readonly DatasetDescription[],
  options?: LogInputOptions
): Dataset[] {
  if (!Array.isArray(datasets)) {
    throw new MlflowArgumentError('logInputs takes a list of datasets; logInput takes one.');
  }
  return (datasets as readonly DatasetDescription[]).map(dataset => readDataset(dataset, options));
}

/** The dataset as it is recorded. @throws MlflowArgumentError where something of it is not allowed. */
export function readDataset(dataset: DatasetDescription, options: LogInputOptions = {}): Dataset {
  const { context, tags } = checkObject('options', options);
  return {
    ...describe(checkObject('facts about a dataset', dataset)),
    context: checkText('context', context) ?? '',
    ...(tags === undefined ? {} : { tags: checkTexts('tag', tags) })
  };
}

/** What metrics can refer to it by. */
export function identityOf({ name, digest }: Dataset): DatasetIdentity {
  return { name, digest };
}

function describe(dataset: DatasetDescription): Omit<Dataset, 'context' | 'tags'> {
  const { name, data } = dataset;
  checkLength('name', name, LIMITS.datasetName);
  const facts = data === undefined ? { schema: {}, profile: {}, content: '' } : describeData(data);
  const schema = toJson('schema', dataset.schema ?? facts.schema, LIMITS.datasetSchema);
  const profile = toJson('profile', dataset.profile ?? facts.profile, LIMITS.datasetProfile);
  const source = readSource(dataset);
  const digest =
    dataset.digest ?? digestOf([name, schema, profile, source?.text ?? '', facts.content]);
  checkLength('digest', digest, LIMITS.datasetDigest);
  return { name, digest, schema, profile, ...(source === undefined ? {} : { source }) };
}

/** As MLflow's own sources write themselves: a URL for the web, else a URI. */
function readSource(dataset: DatasetDescription): Dataset['source'] {
  const source = checkText('The source of a dataset', dataset.source);
  const given = checkText('The sourceType of a dataset', dataset.sourceType);
  if (source === undefined) {
    return undefined;
  }
  const type = given ?? (/^https?:/i.test(source) ? 'http' : 'local');
  const text = toJson(
    'source',
    type === 'http' ? { url: source } : { uri: source },
    LIMITS.datasetSource
  );
  return { type, text };
}

function checkLength(what: string, text: unknown, most: number): asserts text is string {
  if (typeof text !== 'string' || text === '' || codePoints(text) > most) {
    throw new MlflowArgumentError(
      `A dataset's ${what} has 1 to ${most} characters, and ${JSON.stringify(text)} was given.`
    );
  }
}

function toJson(what: string, value: object, most: number): string {
  const text = toJsonText(`A dataset's ${what}`, value, { indent: 0 });
  if (codePoints(text) > most) {
    throw new MlflowArgumentError(
      `A dataset's ${what} has at most ${most} characters as JSON, and ${codePoints(text)} were given. Describe less of it.`
    );
  }
  return text;
}

function digestOf(parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts));
  return hash.digest('hex').slice(0, DIGEST_LENGTH);
}
