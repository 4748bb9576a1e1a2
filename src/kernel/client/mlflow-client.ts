import type { MlflowClient as MlflowClientMethods } from '../api/types/client.js';
import { artifactMethods } from './artifacts.js';
import type { ClientParts } from './client-parts.js';
import { experimentMethods } from './experiments.js';
import { loggedModelMethods } from './logged-models.js';
import { modelVersionMethods } from './model-versions.js';
import { registeredModelMethods } from './registered-models.js';
import { runLoggingMethods } from './run-logging.js';
import { runMethods } from './runs.js';

/** Makes the client out of groups of functions, which need no `this`. */
class Groups {
  constructor(parts: ClientParts) {
    const methods: MlflowClientMethods = {
      ...experimentMethods(parts),
      ...runMethods(parts),
      ...runLoggingMethods(parts),
      ...artifactMethods(parts),
      ...loggedModelMethods(parts),
      ...registeredModelMethods(parts),
      ...modelVersionMethods(parts)
    };
    Object.assign(this, methods);
  }
}

const WholeClient = Groups as new (parts: ClientParts) => MlflowClientMethods;

/** MLflow's client. {@link MlflowClientMethods} says what its methods promise. */
export class MlflowClient extends WholeClient {}
