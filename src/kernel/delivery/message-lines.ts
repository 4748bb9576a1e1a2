import type { ShipperMessage } from '../shipper/messages.js';

/** Splits what a shipper prints into its messages. */
export class MessageLines {
  private _rest = '';

  constructor(private readonly _received: (message: ShipperMessage) => void) {}

  /** Takes the next piece of text, whole lines or not. @throws SyntaxError on a line that is no JSON. */
  add(text: string): void {
    const lines = (this._rest + text).split('\n');
    this._rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        // Our own process wrote it, so its shape is taken on trust.
        this._received(JSON.parse(line) as ShipperMessage);
      }
    }
  }
}
