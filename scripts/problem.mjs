/**
 * Something a person can put right. Its message is one sentence that says what
 * happened and what to do; it is shown alone, without a stack trace, and the exit code is 1.
 */
export class Problem extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = 'Problem';
  }
}

/** Ctrl-C, or the terminal was closed. */
export class Stopped extends Error {
  constructor(signal) {
    super(`Stopped by ${signal}.`);
    this.name = 'Stopped';
    this.signal = signal;
  }
}
