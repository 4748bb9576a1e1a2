/** What a card can be asked to do; null where nobody is there to do it. */
export interface ICardActions {
  readonly openRun: ((runId: string) => void) | null;
  readonly openMlflow: ((experimentId: string, runId: string | null) => void) | null;
}
