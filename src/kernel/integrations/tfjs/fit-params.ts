import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { FitSettings } from './layers-api.js';

type Params = Record<string, string>;

/**
 * The params of a `fit` call with the library's defaults filled in. Names and spelling
 * of values are those of MLflow's Keras autologging (`batch_size`, `True`, `None`), so
 * that runs of both languages stand in one table.
 */
export function fitParams(settings: FitSettings): Params {
  const params: Params = {
    batch_size: show(settings.batchSize ?? 32),
    epochs: show(settings.epochs ?? 1),
    initial_epoch: show(settings.initialEpoch ?? 0),
    shuffle: show(settings.shuffle ?? true),
    validation_split: settings.validationSplit ? show(settings.validationSplit) : '0.0'
  };
  return { ...params, ...weightParams(settings) };
}

/** The params of a `fitDataset` call; the dataset itself sets the batch size. */
export function fitDatasetParams(settings: FitSettings): Params {
  const params: Params = {
    epochs: show(settings.epochs ?? 1),
    initial_epoch: show(settings.initialEpoch ?? 0),
    steps_per_epoch: show(settings.batchesPerEpoch ?? null)
  };
  if (settings.validationBatches !== undefined) {
    params['validation_steps'] = show(settings.validationBatches);
  }
  return { ...params, ...weightParams(settings) };
}

/** Optimizer, loss and metrics as the model was compiled with; optimizer settings as `opt_…`. */
export function compileParams(model: LayersModel): Params {
  const params: Params = { loss: showFunction(model.loss), metrics: showFunction(model.metrics) };
  const { optimizer } = model;
  params['opt_name'] = optimizer.getClassName().toLowerCase();
  for (const [key, value] of Object.entries(optimizer.getConfig())) {
    params[`opt_${snakeCase(key)}`] = show(value);
  }
  return params;
}

/** The settings of an `EarlyStopping` among the callbacks; empty without one. */
export function earlyStoppingParams(callbacks: unknown): Params {
  const stopper = findEarlyStopping(callbacks);
  if (stopper === null) {
    return {};
  }
  const { monitor, minDelta, patience, baseline, mode } = stopper;
  return {
    monitor: show(monitor),
    // The library stores it negated where less is better.
    min_delta: show(Math.abs(minDelta)),
    patience: show(patience),
    baseline: show(baseline ?? null),
    mode: show(mode)
  };
}

/** What is read of tfjs's `EarlyStopping`, whose fields its types hide. */
export interface EarlyStoppingFields {
  readonly monitor: string;
  readonly minDelta: number;
  readonly patience: number;
  readonly baseline?: number | undefined;
  readonly mode: string;
  /** The epoch it stopped the training at; 0 when it did not. */
  readonly stoppedEpoch?: number;
}

/** The `EarlyStopping` among the callbacks, or null. */
export function findEarlyStopping(callbacks: unknown): EarlyStoppingFields | null {
  const list: unknown[] = Array.isArray(callbacks) ? callbacks : [callbacks];
  const found = list.find(
    callback =>
      typeof callback === 'object' &&
      callback !== null &&
      'monitor' in callback &&
      'patience' in callback &&
      'minDelta' in callback
  );
  return (found as EarlyStoppingFields | undefined) ?? null;
}

function weightParams(settings: FitSettings): Params {
  const params: Params = {};
  if (settings.classWeight !== undefined) {
    params['class_weight'] = show(settings.classWeight);
  }
  if (settings.sampleWeight !== undefined) {
    params['sample_weight'] = 'given';
  }
  return params;
}

function showFunction(value: unknown): string {
  if (typeof value === 'function') {
    // tfjs writes `__op` behind the names of its own.
    return value.name === '' ? 'function' : value.name.replace(/__op$/, '');
  }
  if (Array.isArray(value)) {
    return `[${value.map(showFunction).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) => `${key}: ${showFunction(entry)}`);
    return `{${entries.join(', ')}}`;
  }
  return show(value);
}

/** A value as Python writes it, so that both languages' runs read alike. */
function show(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
      return String(value);
    case 'undefined':
      return 'None';
    default:
      return value === null ? 'None' : JSON.stringify(value);
  }
}

/** `learningRate` as `learning_rate`, `beta1` as `beta_1`, as Keras writes them. */
function snakeCase(name: string): string {
  return name.replace(/([a-z])([A-Z0-9])/g, '$1_$2').toLowerCase();
}
