/*
 * `import mlflow from 'jupyterlab-autolog/mlflow'`: the same `mlflow` as in a notebook, for any
 * program of Node. In a kernel that has it already, it is that one.
 */
import type { Mlflow } from './api/types/mlflow.js';
import { scriptConfig } from './config/script-config.js';
import { ScriptWarnings } from './host/script-warnings.js';
import { publishMlflow, sharedMlflow } from './host/shared-mlflow.js';
import { startRecording } from './recording.js';
import { scriptTags } from './runs/source-tags.js';

export const mlflow: Mlflow = sharedMlflow() ?? start();

function start(): Mlflow {
  const config = scriptConfig();
  let warnings: ScriptWarnings | null = null;
  const recording = startRecording({
    config,
    folder: __dirname,
    sourceTags: () => scriptTags(process.argv[1], process.cwd()),
    // Nobody wrote this program for us, so nothing of it is recorded before mlflow.autolog().
    autologDefaults: { disable: true },
    onNews: () => {
      warnings?.look();
    }
  });
  warnings = new ScriptWarnings(recording);
  warnings.look();
  publishMlflow(recording.mlflow);
  return recording.mlflow;
}
