import { Token } from '@lumino/coreutils';
import type { IObservableDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type {
  BindingReceipt,
  NotebookBinding,
  NotebookWaiting,
  RefusalsSeen,
  RunCard,
  RunSummary,
  ServerStatus
} from '../protocol/index.js';
import type { MlflowClient } from '../tracking/index.js';
import type { RunRow } from './rows/run-row.js';

/** MLflow's id of a run, and ours; one of them may not be known as yet. */
export interface RunIds {
  readonly runId: string | null;
  readonly clientRunId: string | null;
}

/** The Jupyter server's side of autologging, and through it the tracking server. */
export interface IAutologServer {
  /** Talks to the tracking server through Jupyter's proxy. */
  readonly client: MlflowClient;
  /** The last answer, or null before the first one, or where Jupyter's server does not know us. */
  readonly status: ServerStatus | null;
  /** Why `status` is not known, in words, or null. */
  readonly trouble: string | null;
  /** Emitted when `status` or `trouble` is not what it was. */
  readonly statusChanged: ISignal<IAutologServer, void>;
  /** Asks for the status now. Never rejects. */
  refresh(): Promise<void>;
  /** Hands the live document over. Rejects with an `Error` that says what happened. */
  bind(binding: NotebookBinding): Promise<BindingReceipt>;
  /** What journals hold of the notebook at `path`. Rejects with an `Error` that says what happened. */
  waitingOf(path: string): Promise<NotebookWaiting>;
  /** Notes that a person has seen what was refused. Rejects with an `Error` that says what happened. */
  dismissRefusals(seen: RefusalsSeen): Promise<void>;
  /** The text of a logged model's file. Rejects with an `Error` that says what happened. */
  readModelFile(modelId: string, path: string): Promise<string>;
  /** The address of `path` of the tracking server, as the browser reaches it. */
  trackerUrl(path: string): string;
}

export const IAutologServer = new Token<IAutologServer>(
  'jupyterlab-autolog:IAutologServer',
  'The tracking server through the Jupyter server, and how it is.'
);

/** A notebook that is open, as far as autologging is concerned. */
export interface INotebookDocument extends IObservableDisposable {
  /** Path below the Jupyter server's root. */
  readonly path: string;
  readonly pathChanged: ISignal<INotebookDocument, void>;
  /** False where its file can't be written. */
  readonly isWritable: boolean;
  /** The id in the metadata, or null. */
  readonly notebookId: string | null;
  setNotebookId(id: string): void;
  /** The name of its kernel, or of the kernel it was saved with, or null. */
  readonly kernelName: string | null;
  readonly kernelChanged: ISignal<INotebookDocument, void>;
  hasCell(cellId: string): boolean;
  /** The live document in nbformat JSON, unsaved edits and all. */
  toJSON(): unknown;
}

/** The notebooks that are open. */
export interface INotebooks {
  /** The one in front, or the last one that was. */
  readonly current: INotebookDocument | null;
  readonly currentChanged: ISignal<INotebooks, void>;
  /** A kernel has sent a run card for a cell of one of them. */
  readonly cardArrived: ISignal<INotebooks, ICardArrival>;
  /** A kernel has lost its state: it ended, died, or begins anew. */
  readonly kernelEnded: ISignal<INotebooks, { readonly kernelId: string }>;
}

/** A run card on its way from a kernel. */
export interface ICardArrival {
  readonly card: RunCard;
  readonly notebook: INotebookDocument;
  /** The id of the request that made the cell run; another one for each execution. */
  readonly executionId: string;
}

export const INotebooks = new Token<INotebooks>(
  'jupyterlab-autolog:INotebooks',
  'The open notebooks and the run cards that their kernels send.'
);

/** What kernels have said of runs since this page was opened. */
export interface ILiveRuns {
  /** The newest card of the same cell execution, or null. */
  newest(card: RunCard): RunCard | null;
  /** Whether the kernel that sent the card, or a newer one of that execution, still runs. */
  isLive(card: RunCard): boolean;
  /** What was last said of a run, and whether its kernel still runs; null for nothing. */
  summaryOf(run: RunIds): { readonly summary: RunSummary; readonly isLive: boolean } | null;
  /** The cards of a notebook, oldest first. */
  cardsOf(notebook: INotebookDocument): readonly RunCard[];
  /** The card that came, or that is no longer live. */
  readonly changed: ISignal<ILiveRuns, RunCard>;
}

export const ILiveRuns = new Token<ILiveRuns>(
  'jupyterlab-autolog:ILiveRuns',
  'What kernels tell of their runs while they go on.'
);

/** The tie between notebooks and their runs. */
export interface IBinding {
  /** Why the last document could not be handed over to be kept with its runs, or null. */
  readonly trouble: string | null;
  readonly troubleChanged: ISignal<IBinding, void>;
}

export const IBinding = new Token<IBinding>(
  'jupyterlab-autolog:IBinding',
  'The tie between notebooks and their runs, and whether it holds.'
);

/** What the list that a run was opened from says of it, also where no server knows the run. */
export interface IListedRun {
  /** Null where it isn't listed. */
  readonly row: RunRow | null;
  readonly changed: ISignal<IListedRun, void>;
}

/** Shows one run in full. */
export interface IRunDetail {
  /** A view of the run; who creates it disposes it. One of the ids may be null as yet. */
  create(run: RunIds, listed: IListedRun | null): Widget;
}

export const IRunDetail = new Token<IRunDetail>(
  'jupyterlab-autolog:IRunDetail',
  'Views of one run: params, metrics, curves, artifacts.'
);

/** Commands that several parts name. */
export const COMMANDS = {
  /** Args: `runId`. */
  openRun: 'autolog:open-run',
  showRuns: 'autolog:show-runs',
  refreshRuns: 'autolog:refresh-runs',
  /** Args: `experimentId`, `runId`, both optional. */
  openMlflow: 'autolog:open-mlflow-ui',
  showStatus: 'autolog:show-status'
} as const;

/** Domain of the texts in translation catalogues. */
export const TRANSLATION_DOMAIN = 'jupyterlab-autolog';
