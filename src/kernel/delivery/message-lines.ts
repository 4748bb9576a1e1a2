import type { ShipperMessage } from '../shipper/messages.js';

/** Splits what a shipper prints into its messages. */
export class MessageLines {
  private _rest = '';

  /** `received` must not throw; `misunderstood` is told of each line that is no message. */
  constructor(
    private readonly _received: (message: ShipperMessage) => void,
    private readonly _misunderstood: (error: unknown) => void
  ) {}

  /** Takes the next piece of text, whole lines or not. */
  add(text: string): void {
    const lines = (this._rest + text).split('\n');
    this._rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        this._read(line);
      }
    }
  }

  private _read(line: string): void {
    let message: ShipperMessage;
    try {
      // Our own process wrote it, so its shape is taken on trust.
      message = JSON.parse(line) as ShipperMessage;
    } catch (error) {
      this._misunderstood(error);
      return;
    }
    this._received(message);
  }
}
