import { existsSync, openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeMetricValue } from '../../../protocol/index.js';
import type { ModelRecord } from '../../journal/records.js';
import { mlModelText } from '../../models/mlmodel.js';
import type { Crew } from '../crew.js';
import { request, type Errand } from './errand.js';
import { isForAll } from '../failures/patience.js';
import type { ServerModel, ServerRun } from '../progress/progress-file.js';
import { registerModel } from './registration.js';
import { filesBelow, spoolEntry } from './spool-files.js';

/**
 * A model's way: made at the server, linked to its run, given the metrics it reached,
 * its files uploaded, and declared ready; or declared not uploaded, where files are refused.
 */
export function modelErrand(
  crew: Crew,
  record: ModelRecord,
  start: number,
  runTags: Readonly<Record<string, string>>
): Errand {
  const delivery = new ModelDelivery(crew, record, start, runTags);
  return { record, deliver: run => delivery.deliver(run) };
}

/** Where a model came from; MLflow's pages show these of the model itself. */
const INHERITED_TAGS = ['mlflow.user', 'mlflow.source.name', 'mlflow.source.type'];

class ModelDelivery {
  constructor(
    private readonly _crew: Crew,
    private readonly _record: ModelRecord,
    private readonly _start: number,
    private readonly _runTags: Readonly<Record<string, string>>
  ) {}

  async deliver(run: ServerRun): Promise<void> {
    const model = await this._create(run);
    if (!model.isDone) {
      await this._completeOrDeclareFailed(run, model);
      this._remember({ ...model, isDone: true });
      // Whoever takes over must know it before the files are gone.
      await this._crew.progress.save();
    }
    await rm(this._folder, { recursive: true, force: true });
  }

  private async _create(run: ServerRun): Promise<ServerModel> {
    const { model: clientModelId, name, params } = this._record;
    const known = this._crew.progress.models.get(clientModelId);
    if (known !== undefined) {
      return known;
    }
    const mayBeSent = this._crew.mayBeSent(this._start);
    let attempts = 0;
    const made = await request(this._crew, this._crew.requests, run, client => {
      attempts++;
      return client.loggedModels.createOrFind(
        {
          experimentId: run.experimentId,
          name,
          sourceRunId: run.runId,
          clientModelId,
          params: pairs(params),
          tags: pairs(this._runTags).filter(({ key }) => INHERITED_TAGS.includes(key))
        },
        { mayExist: mayBeSent || attempts > 1 }
      );
    });
    // Found complete, where another copy of this journal was delivered before.
    const isDone = made.status === 'LOGGED_MODEL_READY';
    return this._remember({ modelId: made.modelId, artifactUri: made.artifactUri, isDone });
  }

  private async _link(run: ServerRun, { modelId }: ServerModel): Promise<void> {
    const { step } = this._record;
    await request(this._crew, this._crew.requests, run, client =>
      client.runs.logOutputs(run.runId, [{ modelId, step }])
    );
  }

  private async _logMetrics(run: ServerRun, { modelId }: ServerModel): Promise<void> {
    const metrics = this._record.metrics
      .filter(metric => metric.value !== 'NaN')
      .map(({ key, value, step, time }) => ({
        key,
        value: decodeMetricValue(value),
        step,
        timestamp: time,
        modelId
      }));
    if (metrics.length > 0) {
      await request(this._crew, this._crew.requests, run, client =>
        client.runs.logBatch(run.runId, { metrics })
      );
    }
  }

  private async _completeOrDeclareFailed(run: ServerRun, model: ServerModel): Promise<void> {
    try {
      await this._link(run, model);
      await this._logMetrics(run, model);
      await this._upload(run, model);
    } catch (error) {
      if (isForAll(error)) {
        throw error;
      }
      await this._finalize(run, model, 'LOGGED_MODEL_UPLOAD_FAILED');
      this._remember({ ...model, isDone: true });
      throw error;
    }
    await this._finalize(run, model, 'LOGGED_MODEL_READY');
    const { registeredModelName: name } = this._record;
    if (name !== undefined) {
      await registerModel(this._crew, run, { modelId: model.modelId, name });
    }
  }

  private async _upload(run: ServerRun, model: ServerModel): Promise<void> {
    if (!existsSync(this._folder)) {
      throw new Error(
        'Its files are in the journal no more, as they were delivered to another tracking server.'
      );
    }
    for (const path of await filesBelow(this._folder)) {
      const file = join(this._folder, path);
      await this._put(run, model, path, await openAsBlob(file));
    }
    const mlModel = mlModelText({
      flavors: this._record.flavors,
      signature: this._record.signature,
      hasInputExample: this._record.hasInputExample ?? false,
      time: this._record.time,
      modelId: model.modelId,
      runId: run.runId,
      artifactUri: model.artifactUri,
      mlflowVersion: await this._crew.connection.serverVersion()
    });
    await this._put(run, model, 'MLmodel', mlModel);
  }

  private _put(
    run: ServerRun,
    model: ServerModel,
    path: string,
    body: Blob | string
  ): Promise<void> {
    return request(this._crew, this._crew.uploads, run, client =>
      client.artifacts.upload(model.artifactUri, path, body, { runId: run.runId })
    );
  }

  private async _finalize(
    run: ServerRun,
    { modelId }: ServerModel,
    status: 'LOGGED_MODEL_READY' | 'LOGGED_MODEL_UPLOAD_FAILED'
  ): Promise<void> {
    await request(this._crew, this._crew.requests, run, client =>
      client.loggedModels.finalize(modelId, status)
    );
  }

  private _remember(model: ServerModel): ServerModel {
    this._crew.progress.models.set(this._record.model, model);
    this._crew.progress.touch();
    return model;
  }

  private get _folder(): string {
    return spoolEntry(this._crew.folder, this._record.folder);
  }
}

function pairs(texts: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(texts).map(([key, value]) => ({ key, value }));
}
