/** The run was deleted a moment ago, and is restored: what was refused is to be sent again. */
export class RunRestoredError extends Error {
  constructor() {
    super('The run was deleted in MLflow, and is restored.');
    this.name = 'RunRestoredError';
  }
}
