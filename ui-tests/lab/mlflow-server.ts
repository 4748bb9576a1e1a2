import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PYTHON } from './python';

/** It ends with its standard input, so that it never outlives a test that is killed. */
const SERVE = `
import os, sys, threading
def follow_parent():
    sys.stdin.buffer.read()
    os._exit(0)
threading.Thread(target=follow_parent, daemon=True).start()
import uvicorn
uvicorn.run("mlflow.server.fastapi_app:app", host="127.0.0.1", port=0, log_level="info")
`;

/** An MLflow server that runs elsewhere, as a team has one. */
export class MlflowServer {
  private constructor(
    /** The folder of its store. */
    readonly root: string,
    /** Without a slash at its end. */
    readonly url: string,
    private readonly _end: () => Promise<void>
  ) {}

  static async start(): Promise<MlflowServer> {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mlflow-'));
    const store = `sqlite:///${path.join(root, 'mlflow.db')}`;
    const child = spawn(PYTHON, ['-c', SERVE], {
      cwd: root,
      stdio: ['pipe', 'ignore', 'pipe'],
      env: {
        ...process.env,
        _MLFLOW_SERVER_FILE_STORE: store,
        _MLFLOW_SERVER_REGISTRY_STORE: store,
        _MLFLOW_SERVER_ARTIFACT_ROOT: 'mlflow-artifacts:/',
        _MLFLOW_SERVER_SERVE_ARTIFACTS: 'true',
        _MLFLOW_SERVER_ARTIFACT_DESTINATION: path.join(root, 'mlartifacts'),
        MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
        MLFLOW_DISABLE_TELEMETRY: 'true'
      }
    });
    const said: string[] = [];
    const lines = createInterface(child.stderr);
    // Only the server knows which port it was given. Its log is read to the end, or it would stop.
    const url = await new Promise<string>((resolve, reject) => {
      lines.on('line', line => {
        said.push(line);
        const address = /Uvicorn running on (http:\/\/[\d.:]+)/.exec(line)?.[1];
        if (address !== undefined) {
          resolve(address);
        }
      });
      lines.on('close', () => {
        reject(new Error(`MLflow did not start:\n${said.join('\n')}`));
      });
    });
    return new MlflowServer(root, url, async () => {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    });
  }

  async stop(): Promise<void> {
    await this._end();
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}
