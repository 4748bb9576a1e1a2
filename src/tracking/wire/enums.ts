import type { LoggedModelStatus, ModelStage, RunStatus, ViewType } from '../entities.js';
import { MlflowArgumentError } from '../errors.js';

export const RUN_STATUSES = [
  'RUNNING',
  'SCHEDULED',
  'FINISHED',
  'FAILED',
  'KILLED'
] as const satisfies readonly RunStatus[];

export const VIEW_TYPES = [
  'ACTIVE_ONLY',
  'DELETED_ONLY',
  'ALL'
] as const satisfies readonly ViewType[];

/** What a logged model can be finalized with. */
export const FINAL_MODEL_STATUSES = [
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED'
] as const satisfies readonly LoggedModelStatus[];

/** Stages of model versions, which MLflow keeps beside the newer aliases. */
export const STAGES = [
  'None',
  'Staging',
  'Production',
  'Archived'
] as const satisfies readonly ModelStage[];

/**
 * `value`, if it is one of `allowed`. The server answers 200 to an unknown name and changes nothing.
 * @throws MlflowArgumentError otherwise.
 */
export function oneOf<T extends string>(allowed: readonly T[], value: T, what: string): T {
  if (!allowed.includes(value)) {
    throw new MlflowArgumentError(
      `${what} can't be ${JSON.stringify(value)}: it is one of ${allowed.join(', ')}.`
    );
  }
  return value;
}
