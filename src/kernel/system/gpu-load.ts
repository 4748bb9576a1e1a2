import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Load } from './machine-load.js';

const QUERY = 'utilization.gpu,memory.used,memory.total,power.draw,power.limit';
const TIMEOUT_MS = 5000;
/** `nvidia-smi` tells memory in mebibytes. */
const MEBIBYTE_IN_MEGABYTES = 1.048576;

const run = promisify(execFile);

/** Asks `nvidia-smi`, as long as there is one. */
export class GpuLoad {
  private _isThere = true;

  /** Resolves to nothing where there is no graphics card of NVIDIA; never rejects. */
  async measure(): Promise<Load> {
    if (!this._isThere) {
      return {};
    }
    try {
      const { stdout } = await run(
        'nvidia-smi',
        [`--query-gpu=${QUERY}`, '--format=csv,noheader,nounits'],
        { timeout: TIMEOUT_MS, windowsHide: true }
      );
      return readGpus(stdout);
    } catch {
      // It is not there, or doesn't work; most machines have none, and nobody needs to hear of it.
      this._isThere = false;
      return {};
    }
  }
}

/** MLflow's names for what `nvidia-smi` printed, a line for each card; what a card doesn't tell is left out. */
export function readGpus(text: string): Load {
  const load: Record<string, number> = {};
  for (const [index, line] of text.trim().split('\n').entries()) {
    const [utilization, used, total, watts, limit] = line.split(',').map(Number);
    const values = {
      utilization_percentage: utilization,
      memory_usage_megabytes: (used ?? NaN) * MEBIBYTE_IN_MEGABYTES,
      memory_usage_percentage: ((used ?? NaN) / (total ?? NaN)) * 100,
      power_usage_watts: watts,
      power_usage_percentage: ((watts ?? NaN) / (limit ?? NaN)) * 100
    };
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined && Number.isFinite(value)) {
        load[`gpu_${index}_${name}`] = value;
      }
    }
  }
  return load;
}
