import { MlflowArgumentError } from '../errors.js';
import { LIMITS } from '../limits.js';
import type { LogDataset } from '../requests.js';
import { cleanText, codePoints, limitedText } from './text.js';

/** An entry of `datasets` in `runs/log-inputs`. */
export function encodeDatasetInput(input: LogDataset): unknown {
  const { dataset } = input;
  const context =
    input.context === '' ? [] : [{ key: 'mlflow.data.context', value: input.context }];
  const tags = [...context, ...(input.tags ?? [])];
  return {
    tags: tags.map(tag => ({
      key: limitedText(tag.key, LIMITS.inputTagKey),
      value: limitedText(tag.value, LIMITS.inputTagValue)
    })),
    dataset: {
      name: limitedText(dataset.name, LIMITS.datasetName),
      digest: within(dataset.digest, LIMITS.datasetDigest, 'digest'),
      source_type: cleanText(dataset.sourceType),
      source: within(dataset.source, LIMITS.datasetSource, 'source'),
      ...(dataset.schema === undefined
        ? {}
        : { schema: within(dataset.schema, LIMITS.datasetSchema, 'schema') }),
      ...(dataset.profile === undefined
        ? {}
        : { profile: within(dataset.profile, LIMITS.datasetProfile, 'profile') })
    }
  };
}

/** A JSON text or a digest that is cut off would mean nothing, so too long is an error. */
function within(value: string, limit: number, field: string): string {
  const text = cleanText(value);
  if (codePoints(text) > limit) {
    throw new MlflowArgumentError(
      `The ${field} of a dataset is longer than ${limit} characters. Describe less of it.`
    );
  }
  return text;
}
