export interface FlushOptions {
  /** The longest that it waits, in seconds; Infinity for ever. Default: 60. */
  timeout?: number;
}

export interface FlushResult {
  /** Records that the server refused for good. */
  readonly refused: number;
}

export interface Flushing {
  /**
   * Waits until the tracking server has all that was logged before the call. Nothing needs it to
   * be delivered: it is for code that asks the server next by other ways than this `mlflow`.
   * @returns How many records the server refused meanwhile; where they are kept stands on the card.
   * @throws Error when it takes longer than `timeout`, with what it waits for, and when something
   * could not be recorded.
   */
  flush(options?: FlushOptions): Promise<FlushResult>;
}
