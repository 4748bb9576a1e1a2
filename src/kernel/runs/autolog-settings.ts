/** What is logged of trainings; see the options of `mlflow.autolog`. */
export interface AutologSettings {
  readonly disable: boolean;
  readonly exclusive: boolean;
  readonly silent: boolean;
  readonly logModels: boolean;
  readonly logInputExamples: boolean;
  readonly logModelSignatures: boolean;
  readonly logDatasets: boolean;
  readonly everyNIter: number;
  readonly extraTags: Readonly<Record<string, string>>;
  readonly registeredModelName: string | null;
  readonly checkpoint: boolean;
}

/** MLflow's own defaults, but for checkpoints: they would slow each training. */
const DEFAULTS: AutologSettings = {
  disable: false,
  exclusive: false,
  silent: false,
  logModels: true,
  logInputExamples: false,
  logModelSignatures: true,
  logDatasets: true,
  everyNIter: 1,
  extraTags: {},
  registeredModelName: null,
  checkpoint: false
};

/**
 * How each library is autologged: what was set for it alone, or else for all. Until the user
 * calls `mlflow.autolog`, their own runs are left alone.
 */
export class AutologSwitches {
  private _defaults: AutologSettings = DEFAULTS;
  private _ofAll: AutologSettings | null = null;
  private readonly _ofFlavors = new Map<string, AutologSettings>();

  /** What counts where the user sets nothing. */
  setDefaults(settings: Partial<AutologSettings>): void {
    this._defaults = { ...DEFAULTS, ...settings };
  }

  /** The user's call of `autolog`, for one library or, with null, for all. */
  set(flavor: string | null, settings: Partial<AutologSettings>): void {
    const all = { ...this._defaults, disable: false, ...settings };
    if (flavor === null) {
      this._ofAll = all;
    } else {
      this._ofFlavors.set(flavor, all);
    }
  }

  /** As if the user had called nothing. */
  reset(): void {
    this._ofAll = null;
    this._ofFlavors.clear();
  }

  of(flavor: string): AutologSettings {
    return this._ofFlavors.get(flavor) ?? this._ofAll ?? this._defaults;
  }

  /** Whether trainings of the library inside the user's own runs are logged into them. */
  coversUserRuns(flavor: string): boolean {
    const asked = this._ofFlavors.get(flavor) ?? this._ofAll;
    return asked !== null && !asked.disable && !asked.exclusive;
  }

  get isSilent(): boolean {
    return (this._ofAll ?? this._defaults).silent;
  }
}
