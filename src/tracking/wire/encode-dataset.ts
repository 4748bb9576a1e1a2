import { LIMITS } from '../limits.js';
import type { LogDataset } from '../requests.js';
import { cleanText, limitedText, wholeText } from './text.js';

/** An entry of `datasets` in `runs/log-inputs`. */
export function encodeDatasetInput(input: LogDataset): unknown {
  const { dataset } = input;
  const context =
    input.context === undefined ? [] : [{ key: 'mlflow.data.context', value: input.context }];
  const tags = [...context, ...(input.tags ?? [])];
  return {
    tags: tags.map(tag => ({
      key: limitedText(tag.key, LIMITS.inputTagKey),
      value: limitedText(tag.value, LIMITS.inputTagValue)
    })),
    dataset: {
      name: limitedText(dataset.name, LIMITS.datasetName),
      digest: wholeText(dataset.digest, LIMITS.datasetDigest, 'digest of a dataset'),
      source_type: cleanText(dataset.sourceType),
      source: wholeText(dataset.source, LIMITS.datasetSource, 'source of a dataset'),
      ...(dataset.schema === undefined
        ? {}
        : { schema: wholeText(dataset.schema, LIMITS.datasetSchema, 'schema of a dataset') }),
      ...(dataset.profile === undefined
        ? {}
        : { profile: wholeText(dataset.profile, LIMITS.datasetProfile, 'profile of a dataset') })
    }
  };
}
