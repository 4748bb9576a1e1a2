import type { Delivery } from '../../protocol/index.js';
import type { Recording } from '../recording.js';

type Told = Pick<Recording, 'autolog' | 'notes' | 'faults'> & {
  readonly destinations: {
    readonly faults: readonly string[];
    readonly all: readonly { readonly delivery: { readonly current: Delivery } }[];
  };
};

/**
 * A program has no card. What people must know of its recording is told as warnings of Node's
 * process, once per cause; `process.on('warning')` and `--no-warnings` are the user's ways with them.
 */
export class ScriptWarnings {
  private readonly _told = new Set<string>();

  constructor(private readonly _recording: Told) {}

  /** To be called when there may be something new. */
  look(): void {
    const { autolog, notes, faults, destinations } = this._recording;
    const texts = [
      ...(autolog.isSilent ? [] : [...notes.texts, ...faults.messages]),
      ...destinations.faults
    ];
    texts.forEach(text => {
      this._tell(text, text);
    });
    destinations.all.forEach(({ delivery }) => {
      this._tellDelivery(delivery.current);
    });
  }

  private _tellDelivery(delivery: Delivery): void {
    switch (delivery.state) {
      case 'not-recorded':
        this._tell(delivery.reason, `What is logged is not recorded. ${words(delivery)}`);
        break;
      case 'waiting':
        this._tell(delivery.reason, `What is logged waits. ${words(delivery)}`);
        break;
      case 'refused':
        this._tell(delivery.reason, `What was logged was refused. ${words(delivery)}`);
        break;
      case 'delivering':
      case 'delivered':
      case 'offline':
        break;
    }
  }

  private _tell(cause: string, text: string): void {
    if (!this._told.has(cause)) {
      this._told.add(cause);
      process.emitWarning(text, 'MlflowWarning');
    }
  }
}

function words({ reason, next }: { readonly reason: string; readonly next: string }): string {
  return `${reason} ${next}`;
}
