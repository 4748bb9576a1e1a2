import type { Faults } from '../patch/faults.js';
import type { Trainings } from './trainings.js';

/** What an integration is given to work with. */
export interface IntegrationTools {
  readonly trainings: Trainings;
  readonly faults: Faults;
}

/** How an ML library is autologged: when `moduleName` is first required, its exports are observed. */
export interface Integration {
  readonly moduleName: string;
  observe(exports: unknown, tools: IntegrationTools): void;
}
