import type { ModelArtifacts, SaveResult } from '@tensorflow/tfjs-core/dist/io/types';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { ModelFile } from '../../runs/recorded-run.js';
import { tensorSpecs } from './tensor-spec.js';

const WEIGHTS_FILE = 'weights.bin';

/**
 * The model as `model.json` and `weights.bin`, in the layout that `tf.loadLayersModel`
 * reads from a folder. The weights are copied before the promise is fulfilled, so later
 * training doesn't change them. Rejects when a layer can't be serialized.
 *
 * Without the optimizer's state: `includeOptimizer` leaks a tensor a call in tfjs 4.22.
 */
export async function saveModel(model: LayersModel): Promise<readonly ModelFile[]> {
  const files: ModelFile[] = [];
  await model.save({
    save: (artifacts: ModelArtifacts): Promise<SaveResult> => {
      files.push(...toFiles(artifacts));
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' }
      });
    }
  });
  if (files.length === 0) {
    throw new Error('tfjs saved nothing.');
  }
  return files;
}

/**
 * MLflow's signature of the model, from the shapes it was built with, under the names that
 * data is given to it by.
 */
export function modelSignature(model: LayersModel): { inputs: string; outputs: string } {
  return {
    inputs: specs(model.inputs, model.inputNames),
    outputs: specs(model.outputs, model.outputNames)
  };
}

function specs(tensors: readonly SymbolicTensor[], names: readonly string[]): string {
  return JSON.stringify(
    tensorSpecs(
      tensors.map(({ dtype, shape }, index) => ({ name: names[index] ?? null, dtype, shape }))
    )
  );
}

function toFiles(artifacts: ModelArtifacts): readonly ModelFile[] {
  const { weightSpecs, weightData, ...rest } = artifacts;
  const { modelTopology, format, generatedBy, convertedBy, userDefinedMetadata } = rest;
  const manifest = {
    modelTopology,
    format,
    generatedBy,
    convertedBy,
    // Left out of the text where the user gave none.
    userDefinedMetadata,
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs ?? [] }]
  };
  return [
    { name: 'model.json', bytes: Buffer.from(JSON.stringify(manifest)) },
    { name: WEIGHTS_FILE, bytes: joined(weightData) }
  ];
}

/** tfjs has made these buffers for us alone, so a single one needs no copy. */
function joined(weights: ModelArtifacts['weightData']): Uint8Array {
  const parts = weights === undefined ? [] : Array.isArray(weights) ? weights : [weights];
  const [only, second] = parts;
  return only !== undefined && second === undefined
    ? new Uint8Array(only)
    : Buffer.concat(parts.map(part => Buffer.from(part)));
}
