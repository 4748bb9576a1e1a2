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
  let files: readonly ModelFile[] | null = null;
  await model.save({
    save: (artifacts: ModelArtifacts): Promise<SaveResult> => {
      files = toFiles(artifacts);
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' }
      });
    }
  });
  if (files === null) {
    throw new Error('tfjs saved nothing.');
  }
  return files;
}

/** MLflow's signature of the model, from the shapes it was built with. */
export function modelSignature(model: LayersModel): { inputs: string; outputs: string } {
  return { inputs: specs(model.inputs), outputs: specs(model.outputs) };
}

function specs(tensors: readonly SymbolicTensor[]): string {
  return JSON.stringify(
    tensorSpecs(tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape })))
  );
}

function toFiles(artifacts: ModelArtifacts): readonly ModelFile[] {
  const { modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData } = artifacts;
  const manifest = {
    modelTopology,
    format,
    generatedBy,
    convertedBy,
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs ?? [] }]
  };
  const parts =
    weightData === undefined ? [] : Array.isArray(weightData) ? weightData : [weightData];
  return [
    { name: 'model.json', bytes: Buffer.from(JSON.stringify(manifest)) },
    { name: WEIGHTS_FILE, bytes: Buffer.concat(parts.map(part => Buffer.from(part))) }
  ];
}
