/** It was deleted a moment ago, and is restored: what was refused is to be sent again. */
export class RestoredError extends Error {
  constructor(what: 'experiment' | 'run') {
    super(`The ${what} was deleted in MLflow, and is restored.`);
    this.name = 'RestoredError';
  }
}
