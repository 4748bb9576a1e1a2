import type {
  Callback,
  LayersModel,
  ModelFitArgs,
  ModelFitDatasetArgs
} from '@tensorflow/tfjs-layers';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What is used of the exports of `@tensorflow/tfjs-layers`. */
export interface LayersModule {
  readonly LayersModel: { readonly prototype: LayersModel };
  readonly Sequential: { readonly prototype: LayersModel };
  readonly Callback: new () => Callback;
  readonly version_layers: string;
  registerCallbackConstructor(verbosityLevel: number, constructor: new () => Callback): void;
}

/** Settings of `fit` and `fitDataset` together. */
export type FitSettings = Partial<ModelFitArgs> & Partial<ModelFitDatasetArgs<never>>;

/** Whether `exports` are those of a tfjs-layers that we know how to observe. */
export function isLayersModule(exports: unknown): exports is LayersModule {
  const candidate = exports as Partial<LayersModule> | null;
  return (
    typeof candidate?.LayersModel === 'function' &&
    typeof (candidate.LayersModel as LayersModule['LayersModel']).prototype.fit === 'function' &&
    typeof candidate.Sequential === 'function' &&
    typeof candidate.Callback === 'function' &&
    typeof candidate.registerCallbackConstructor === 'function'
  );
}

/** Whether `value` is a tensor of any copy of tfjs-core. */
export function isTensor(value: unknown): value is Tensor {
  const candidate = value as Partial<Tensor> | null;
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    Array.isArray(candidate.shape) &&
    typeof candidate.dtype === 'string' &&
    typeof candidate.data === 'function'
  );
}

/** The tensors of an argument by name; `names` name those that come in order. */
export function namedTensors(argument: unknown, names: readonly string[]): readonly NamedTensor[] {
  if (isTensor(argument)) {
    return [{ name: names[0] ?? null, tensor: argument }];
  }
  if (Array.isArray(argument)) {
    return argument
      .map((tensor: unknown, index) => ({ name: names[index] ?? null, tensor }))
      .filter((entry): entry is NamedTensor => isTensor(entry.tensor));
  }
  if (typeof argument === 'object' && argument !== null) {
    return Object.entries(argument)
      .map(([name, tensor]: [string, unknown]) => ({ name, tensor }))
      .filter((entry): entry is { name: string; tensor: Tensor } => isTensor(entry.tensor));
  }
  return [];
}

export interface NamedTensor {
  readonly name: string | null;
  readonly tensor: Tensor;
}
