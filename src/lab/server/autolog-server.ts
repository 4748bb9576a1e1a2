import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { JSONExt } from '@lumino/coreutils';
import type { ReadonlyJSONValue } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { isNotebookWaiting, ROUTES } from '../../protocol/index.js';
import type {
  BindingReceipt,
  NotebookBinding,
  NotebookWaiting,
  RefusalsSeen,
  ServerStatus
} from '../../protocol/index.js';
import { MlflowClient } from '../../tracking/index.js';
import type { IAutologServer } from '../tokens.js';
import { serverFetch } from './server-fetch.js';
import { isServerStatus } from './status-guard.js';

/** Milliseconds between two looks at the status: a start is waited for, all else is only watched. */
const STARTING_INTERVAL = 1000;
const WATCH_INTERVAL = 10_000;

/** Milliseconds after which a view rather says that it has no answer. */
const TIMEOUT = 30_000;

export class AutologServer implements IAutologServer, IDisposable {
  readonly client: MlflowClient;
  private readonly _abort = new AbortController();
  private readonly _poll: Poll;
  private readonly _statusChanged = new Signal<this, void>(this);
  private _status: ServerStatus | null = null;
  private _trouble: string | null = null;

  constructor(
    private readonly _settings: ServerConnection.ISettings,
    private readonly _trans: TranslationBundle
  ) {
    this.client = new MlflowClient({
      trackingUri: this.trackerUrl(''),
      fetch: serverFetch(_settings),
      // A view asks again by itself, and rather says at once what is wrong.
      retry: { attempts: 2 },
      timeout: TIMEOUT,
      signal: this._abort.signal
    });
    this._poll = new Poll({
      name: 'jupyterlab-autolog:status',
      factory: () => this._ask(),
      frequency: { interval: STARTING_INTERVAL, backoff: false },
      standby: 'when-hidden'
    });
  }

  get status(): ServerStatus | null {
    return this._status;
  }

  get trouble(): string | null {
    return this._trouble;
  }

  get statusChanged(): ISignal<this, void> {
    return this._statusChanged;
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._poll.dispose();
    this._abort.abort();
    Signal.clearData(this);
  }

  async refresh(): Promise<void> {
    await this._poll.refresh();
    await this._poll.tick;
  }

  async bind(binding: NotebookBinding): Promise<BindingReceipt> {
    const url = URLExt.join(this._settings.baseUrl, ROUTES.bindings);
    const init = { method: 'POST', body: JSON.stringify(binding) };
    const response = await ServerConnection.makeRequest(url, init, this._settings);
    if (!response.ok) {
      throw await ServerConnection.ResponseError.create(response);
    }
    return (await response.json()) as BindingReceipt;
  }

  async waitingOf(path: string): Promise<NotebookWaiting> {
    const url = URLExt.join(this._settings.baseUrl, ROUTES.waiting);
    const query = URLExt.objectToQueryString({ notebook: path });
    const response = await ServerConnection.makeRequest(`${url}${query}`, {}, this._settings);
    const answer: unknown = response.ok ? await response.json() : null;
    if (!isNotebookWaiting(answer)) {
      throw await ServerConnection.ResponseError.create(response);
    }
    return answer;
  }

  async dismissRefusals(seen: RefusalsSeen): Promise<void> {
    const url = URLExt.join(this._settings.baseUrl, ROUTES.waiting);
    const init = { method: 'POST', body: JSON.stringify(seen) };
    const response = await ServerConnection.makeRequest(url, init, this._settings);
    if (!response.ok) {
      throw await ServerConnection.ResponseError.create(response);
    }
  }

  async readModelFile(modelId: string, path: string): Promise<string> {
    const files = this.trackerUrl(
      `ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(modelId)}/artifacts/files`
    );
    const url = `${files}?artifact_file_path=${encodeURIComponent(path)}`;
    const response = await ServerConnection.makeRequest(url, { cache: 'no-cache' }, this._settings);
    if (!response.ok) {
      throw await ServerConnection.ResponseError.create(response);
    }
    return response.text();
  }

  trackerUrl(path: string): string {
    return URLExt.join(this._settings.baseUrl, ROUTES.mlflow, path);
  }

  private async _ask(): Promise<void> {
    const [status, trouble] = await this._read();
    if (this.isDisposed) {
      return;
    }
    const interval = status?.tracker.state === 'ready' ? WATCH_INTERVAL : STARTING_INTERVAL;
    if (this._poll.frequency.interval !== interval) {
      this._poll.frequency = { interval, backoff: false, max: interval };
    }
    const isSame = trouble === this._trouble && areEqual(status, this._status);
    this._status = status;
    this._trouble = trouble;
    if (!isSame) {
      this._statusChanged.emit();
    }
  }

  private async _read(): Promise<[ServerStatus | null, string | null]> {
    const url = URLExt.join(this._settings.baseUrl, ROUTES.status);
    try {
      const response = await ServerConnection.makeRequest(url, {}, this._settings);
      if (response.status === 404) {
        return [
          null,
          this._trans.__(
            'The Jupyter server runs without jupyterlab_autolog. Install it where the server runs, and start the server again.'
          )
        ];
      }
      const status: unknown = response.ok ? await response.json() : null;
      return isServerStatus(status)
        ? [status, null]
        : [
            null,
            this._trans.__(
              'The Jupyter server answered %1 when asked for the tracking server. Reload the page; if that does not help, look at the log of the Jupyter server.',
              response.status
            )
          ];
    } catch {
      // Whatever the cause is, no answer came; Lab itself tells of lost connections, too.
      return [
        null,
        this._trans.__('The Jupyter server does not answer. It is asked again and again.')
      ];
    }
  }
}

function areEqual(one: ServerStatus | null, other: ServerStatus | null): boolean {
  return JSONExt.deepEqual(
    one as unknown as ReadonlyJSONValue,
    other as unknown as ReadonlyJSONValue
  );
}
