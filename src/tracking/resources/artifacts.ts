import { prepareBody, type ArtifactBody, type PreparedBody } from '../artifacts/artifact-body.js';
import { assertArtifactPath } from '../artifacts/artifact-path.js';
import { isProxiedArtifactUri, proxiedArtifactUrl } from '../artifacts/artifact-uri.js';
import { contentTypeOf } from '../artifacts/content-type.js';
import type { FileInfo } from '../entities.js';
import { MlflowArgumentError } from '../errors.js';
import type { CallOptions } from '../http/call-options.js';
import type { HttpResponse } from '../http/fetch-like.js';
import type { Call, Transport } from '../http/transport.js';
import { LIMITS } from '../limits.js';
import { paginate } from '../pages.js';
import { encodeId } from '../wire/encode-entities.js';
import { FieldReader } from '../wire/fields.js';
import { readFileInfo } from '../wire/read-run.js';

/** Ten minutes: files may be large. */
const TRANSFER_TIMEOUT = 600_000;

export interface UploadOptions extends CallOptions {
  /** Media type; by the path's extension by default. */
  readonly contentType?: string;
  /** Needed where the server doesn't keep the files itself and the URI doesn't name the run. */
  readonly runId?: string;
}

export interface DownloadOptions extends CallOptions {
  /** The run's `artifactUri`: with it, files that the server keeps come seven times faster. */
  readonly artifactUri?: string;
}

/** Files of runs and logged models. All promises may reject with an `MlflowError`. */
export class Artifacts {
  constructor(private readonly _transport: Transport) {}

  /** What lies directly in the folder `path`, or in the run's root. */
  list(runId: string, path?: string, options?: CallOptions): AsyncIterable<FileInfo> {
    const query = { run_id: encodeId(runId, 'The run id'), path: encodeFolder(path) };
    return this._list('/api/2.0/mlflow/artifacts/list', query, "Listing the run's files", options);
  }

  /** What lies directly in the folder `path` of a logged model, or in its root. */
  listOfModel(modelId: string, path?: string, options?: CallOptions): AsyncIterable<FileInfo> {
    const id = encodeId(modelId, 'The model id');
    const call = `/api/2.0/mlflow/logged-models/${id}/artifacts/directories`;
    const query = { artifact_directory_path: encodeFolder(path) };
    return this._list(call, query, "Listing the model's files", options);
  }

  /**
   * Puts a file below `artifactUri`, the root that a run or a logged model names. Folders
   * come with it; a file of that name is replaced. Where the server doesn't keep files
   * itself (`file:`, `s3:`), it is handed to it, which MLflow allows for runs, up to 10 MB.
   */
  async upload(
    artifactUri: string,
    path: string,
    body: ArtifactBody,
    options: UploadOptions = {}
  ): Promise<void> {
    assertArtifactPath(path);
    const prepared = prepareBody(body);
    const contentType = options.contentType ?? contentTypeOf(path);
    const common = {
      body: { make: prepared.make, contentType },
      idempotent: prepared.isRepeatable,
      what: `Uploading ${path}`
    };
    const call: Call = isProxiedArtifactUri(artifactUri)
      ? {
          ...common,
          method: 'PUT',
          path: proxiedArtifactUrl(this._transport.base, artifactUri, path)
        }
      : {
          ...common,
          method: 'POST',
          path: '/ajax-api/2.0/mlflow/upload-artifact',
          query: handedUpload(artifactUri, path, prepared, options.runId)
        };
    await this._transport.json(call, { timeout: TRANSFER_TIMEOUT, ...options });
  }

  /** The file's answer, its body unread: read or cancel it. */
  async download(
    runId: string,
    path: string,
    options: DownloadOptions = {}
  ): Promise<HttpResponse> {
    const call = this._download(runId, path, options.artifactUri);
    return this._transport.stream(call, { timeout: TRANSFER_TIMEOUT, ...options });
  }

  /**
   * Reads a file with `consume`, which is called anew where the connection breaks off in the middle,
   * as often as calls are repeated. What it throws itself is only passed on where it is an `MlflowError`.
   */
  async read<T>(
    runId: string,
    path: string,
    consume: (response: HttpResponse) => Promise<T>,
    options: DownloadOptions = {}
  ): Promise<T> {
    const call = this._download(runId, path, options.artifactUri);
    return this._transport.consume(call, { timeout: TRANSFER_TIMEOUT, ...options }, consume);
  }

  /** An address for a browser that is logged in, e.g. behind a proxy. Always comes as an attachment. */
  downloadUrl(runId: string, path: string): string {
    return this._transport.url('/get-artifact', {
      run_id: encodeId(runId, 'The run id'),
      path: assertArtifactPath(path)
    });
  }

  private _download(runId: string, path: string, artifactUri: string | undefined): Call {
    const url =
      artifactUri !== undefined && isProxiedArtifactUri(artifactUri)
        ? proxiedArtifactUrl(this._transport.base, artifactUri, path)
        : this.downloadUrl(runId, path);
    return { method: 'GET', path: url, idempotent: true, what: `Downloading ${path}` };
  }

  private _list(
    path: string,
    query: Call['query'],
    what: string,
    options: CallOptions | undefined
  ): AsyncIterable<FileInfo> {
    return paginate(what, async token => {
      const page = token === null ? query : { ...query, page_token: token };
      const answer = await this._transport.json(
        { method: 'GET', path, query: page ?? {}, idempotent: true, what },
        options
      );
      const fields = new FieldReader(answer, 'artifacts/list');
      return { items: fields.list('files', readFileInfo), nextPageToken: fields.pageToken() };
    });
  }
}

function encodeFolder(path: string | undefined): string | undefined {
  return path === undefined || path === '' ? undefined : assertArtifactPath(path);
}

function handedUpload(
  artifactUri: string,
  path: string,
  body: PreparedBody,
  runId: string | undefined
): { run_uuid: string; path: string } {
  const run = runId ?? /\/([0-9a-f]{32})\/artifacts\/?$/.exec(artifactUri)?.[1];
  if (run === undefined) {
    throw new MlflowArgumentError(
      `${path} can't be uploaded: the files lie at ${artifactUri}, which the tracking server ` +
        'does not proxy, and no run is named. Start the server with --serve-artifacts.'
    );
  }
  if (body.size === 0 || (body.size ?? 0) > LIMITS.handedUploadBytes) {
    throw new MlflowArgumentError(
      `${path} can't be uploaded: it has ${body.size} bytes, and where the tracking server does ` +
        'not proxy files it takes 1 byte to 10 MB. Start it with --serve-artifacts.'
    );
  }
  return { run_uuid: encodeId(run, 'The run id'), path };
}
