/** How many notes are kept; more would not be read. */
const MOST_NOTES = 20;

/** What people should know besides the numbers, each note once. Shown on every card. */
export class Notes {
  private readonly _texts = new Set<string>();

  constructor(private readonly _changed: () => void) {}

  /** Oldest first. */
  get texts(): readonly string[] {
    return [...this._texts];
  }

  tell(text: string): void {
    if (!this._texts.has(text) && this._texts.size < MOST_NOTES) {
      this._texts.add(text);
      this._changed();
    }
  }
}
