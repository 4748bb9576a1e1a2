import type { ExperimentRef } from '../../protocol/index.js';
import { isNotFound } from '../../tracking/index.js';
import type { Experiment } from '../../tracking/index.js';
import { experimentName } from '../notebooks/find-experiment.js';
import type { IExperimentSource } from '../notebooks/find-experiment.js';
import type { ILiveRuns, INotebookDocument } from '../tokens.js';
import { findShown, isElsewhere, isOfShown, toldExperiment } from './kernel-experiment.js';
import type { Shown } from './kernel-experiment.js';

export interface IShownExperimentOptions {
  readonly notebook: INotebookDocument;
  readonly source: IExperimentSource;
  readonly live: Pick<ILiveRuns, 'cardsOf' | 'isLive'>;
  /** Whether a notebook lies at a path below the server's root. */
  readonly exists: (path: string) => Promise<boolean>;
}

/** Which experiment's runs are shown of a notebook: its own, or that of its kernel. */
export class ShownExperiment {
  /** Whether the notebook's own runs are to be shown, though its kernel logs elsewhere. */
  wantsOwn = false;
  private _shown: Shown | null = null;
  /** The experiment that the kernel named when it was looked for last. */
  private _told: ExperimentRef | null = null;

  constructor(private readonly _options: IShownExperimentOptions) {}

  /** Null until the server was asked for it, and where there is none. */
  get experiment(): Experiment | null {
    const found = this._shown?.found;
    return found === undefined || found.kind === 'none' ? null : found.experiment;
  }

  /** The name that it has, or will have once there is a run. */
  get name(): string {
    return (
      this.experiment?.name ?? this._shown?.name ?? experimentName(this._options.notebook.path)
    );
  }

  /** The experiment that the running kernel logs to, where that isn't the notebook's own; else null. */
  get elsewhere(): ExperimentRef | null {
    if (this._shown !== null) {
      return this._shown.elsewhere;
    }
    const told = this._toldNow();
    return told !== null && isElsewhere(told, this._options.notebook.path) ? told : null;
  }

  /** Whether the server has said whether there is one. */
  get isKnown(): boolean {
    return this._shown !== null;
  }

  get isFound(): boolean {
    return this._shown?.found.kind === 'found';
  }

  get isDeleted(): boolean {
    return this._shown?.found.kind === 'deleted';
  }

  /** Whether what goes to the experiment `ref` is among what is shown. */
  has(ref: ExperimentRef): boolean {
    return isOfShown(ref, this._shown);
  }

  /** Forgets it, as the notebook has another path now. */
  forget(): void {
    this._shown = null;
    this.wantsOwn = false;
  }

  /**
   * Asks the server for it, and says whether another one is shown now. A question that was overtaken,
   * by a new path say, changes nothing. Rejects as the client does.
   */
  async find(): Promise<'same' | 'other' | 'overtaken'> {
    const { notebook, source, exists } = this._options;
    const { path } = notebook;
    const { wantsOwn } = this;
    const told = this._toldNow();
    let shown: Shown;
    this._told = told;
    try {
      shown = await findShown(source, notebook, told, wantsOwn, exists);
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
      shown = { found: { kind: 'none' }, name: experimentName(path), elsewhere: null };
    }
    if (path !== notebook.path || wantsOwn !== this.wantsOwn) {
      return 'overtaken';
    }
    const before = this._shown;
    this._shown = shown;
    return before !== null && isSameView(before, shown) ? 'same' : 'other';
  }

  /** To be called when the kernel has said something: whether that leads to another experiment. */
  hear(): boolean {
    const told = this._toldNow();
    const before = this._told;
    if (told === null) {
      this.wantsOwn = false;
    }
    if (told?.id === before?.id && told?.name === before?.name) {
      return false;
    }
    // Its own experiment is known by its name, until the server gives it an id.
    return told?.id != null
      ? told.id !== this.experiment?.experimentId
      : [told, before].some(ref => ref !== null && isElsewhere(ref, this._options.notebook.path));
  }

  private _toldNow(): ExperimentRef | null {
    return toldExperiment(this._options.live, this._options.notebook);
  }
}

function isSameView(before: Shown, now: Shown): boolean {
  return (
    before.found.kind === now.found.kind &&
    before.name === now.name &&
    (before.elsewhere === null) === (now.elsewhere === null)
  );
}
