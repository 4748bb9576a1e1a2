import {
  LIMITS,
  limitedText,
  MlflowArgumentError,
  type LogDataset,
  type ModelOutput
} from '../../tracking/index.js';
import type { DatasetInput, LoggedModelOutput } from '../api/types/entities.js';
import { checkList } from './lists.js';

const REQUIRED = ['name', 'digest', 'sourceType', 'source'] as const;
const OPTIONAL = ['schema', 'profile'] as const;

/** A dataset as the REST client takes it. @throws MlflowArgumentError where a part is missing or no text. */
export function readDatasetInput({ dataset, tags }: DatasetInput): LogDataset {
  const fields: Partial<Record<string, unknown>> = { ...dataset };
  for (const field of REQUIRED) {
    if (typeof fields[field] !== 'string') {
      throw new MlflowArgumentError(
        `A dataset needs a ${field}, a text: { name, digest, sourceType, source }. ` +
          `It was given ${typeof fields[field]}.`
      );
    }
  }
  for (const field of OPTIONAL) {
    if (fields[field] !== undefined && typeof fields[field] !== 'string') {
      throw new MlflowArgumentError(
        `The ${field} of a dataset is a text of JSON: use JSON.stringify.`
      );
    }
  }
  // A name that is cut would be another dataset's.
  if (dataset.name === '' || limitedText(dataset.name, LIMITS.datasetName) !== dataset.name) {
    throw new MlflowArgumentError(
      `The name of a dataset has 1 to ${LIMITS.datasetName} characters, which must not be NUL or half ones.`
    );
  }
  return { dataset, tags: [...checkList('The tags of a dataset', tags)] };
}

/** @throws MlflowArgumentError where the step is no whole number. */
export function readModelOutput({ modelId, step }: LoggedModelOutput): ModelOutput {
  if (!Number.isSafeInteger(step)) {
    throw new MlflowArgumentError(
      `The model ${modelId} was given the step ${String(step)}. Steps are whole numbers.`
    );
  }
  return { modelId, step };
}
