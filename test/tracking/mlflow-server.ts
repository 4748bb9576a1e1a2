import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A real MLflow server with a store of its own, for tests. */
export interface MlflowServer {
  /** Like `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Holds `mlflow.db` and `mlartifacts`; removed by `stop`. */
  readonly storeFolder: string;
  /**
   * Runs a Python script that has MLflow at hand and this server as its tracking URI.
   * Resolves to what it printed; rejects with what it wrote to stderr if it fails.
   */
  python(script: string, input?: string): Promise<string>;
  /** Stops the server and removes its store. May be called twice. */
  stop(): Promise<void>;
}

const START_DEADLINE = 120_000;
const STOP_DEADLINE = 10_000;

/** The server ends with its standard input, so that it never outlives a test that is killed. */
const SERVE = `
import os, sys, threading
def follow_parent():
    sys.stdin.buffer.read()
    os._exit(0)
threading.Thread(target=follow_parent, daemon=True).start()
import uvicorn
uvicorn.run("mlflow.server.fastapi_app:app", host="127.0.0.1", port=0, log_level="info")
`;

/**
 * Starts MLflow on a free port of this machine, and resolves when it answers. The Python is
 * the project's `.venv`, or the one that the environment variable AUTOLOG_TEST_PYTHON names.
 * Rejects with the reason and the server's own last words if it does not start.
 */
export async function startMlflowServer(): Promise<MlflowServer> {
  const python = testPython();
  const storeFolder = mkdtempSync(path.join(tmpdir(), 'autolog-mlflow-'));
  const child = spawn(python, ['-c', SERVE], {
    cwd: storeFolder,
    env: { ...cleanEnvironment(), ...serverEnvironment(storeFolder) },
    stdio: ['pipe', 'ignore', 'pipe']
  });
  // Its input breaks when it ends before us, which the exit tells already.
  child.stdin.on('error', () => undefined);
  const stop = makeStop(child, storeFolder);
  try {
    const url = await addressOf(child, python);
    return {
      url,
      storeFolder,
      python: (script, input) => runPython(python, script, url, storeFolder, input),
      stop
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The Python that tests use. @throws Error with what to do if it is missing. */
export function testPython(): string {
  const named = process.env['AUTOLOG_TEST_PYTHON'];
  const root = path.resolve(__dirname, '..', '..', '..');
  const own =
    process.platform === 'win32'
      ? path.join(root, '.venv', 'Scripts', 'python.exe')
      : path.join(root, '.venv', 'bin', 'python');
  const python = named ?? own;
  if (!existsSync(python)) {
    throw new Error(
      named === undefined
        ? `There is no Python at ${own}. Run "npm run setup", or name one that has MLflow in AUTOLOG_TEST_PYTHON.`
        : `AUTOLOG_TEST_PYTHON names ${named}, which does not exist.`
    );
  }
  return python;
}

/** Reads the port from the server's own words: only it knows which one it was given. */
function addressOf(child: ChildProcess, python: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`MLflow did not start (${python}): ${why}. It said:\n${said.slice(-4000)}`));
    };
    const timer = setTimeout(
      () => fail(`it was not ready after ${START_DEADLINE / 1000} s`),
      START_DEADLINE
    );
    child.once('error', error => fail(error.message));
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? `exit code ${code}`}`));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // Kept short for good, since a busy server goes on to talk.
      said = (said + text).slice(-20_000);
      const address = /Uvicorn running on (http:\/\/[\d.:]+)/.exec(said)?.[1];
      if (address !== undefined) {
        clearTimeout(timer);
        resolve(address);
      }
    });
  });
}

function makeStop(child: ChildProcess, storeFolder: string): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => (stopped ??= stopServer(child, storeFolder));
}

async function stopServer(child: ChildProcess, storeFolder: string): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    await new Promise<void>(resolve => {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      child.stdin?.end();
    });
  }
  rmSync(storeFolder, { recursive: true, force: true, maxRetries: 5 });
}

function runPython(
  python: string,
  script: string,
  url: string,
  cwd: string,
  input = ''
): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...cleanEnvironment(), MLFLOW_TRACKING_URI: url, PYTHONIOENCODING: 'utf-8' };
    const limits = { timeout: START_DEADLINE, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(
      python,
      ['-c', script],
      { cwd, env, ...limits },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout);
        } else {
          reject(
            new Error(`The Python script failed (${error.message.split('\n')[0]}):\n${stderr}`)
          );
        }
      }
    );
    // A script that doesn't read its input ends without it; its exit code tells whether that is bad.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** What `mlflow server` hands to its workers. */
function serverEnvironment(storeFolder: string): Record<string, string> {
  const database = `sqlite:///${path.join(storeFolder, 'mlflow.db').replaceAll('\\', '/')}`;
  return {
    _MLFLOW_SERVER_FILE_STORE: database,
    _MLFLOW_SERVER_REGISTRY_STORE: database,
    _MLFLOW_SERVER_ARTIFACT_ROOT: 'mlflow-artifacts:/',
    _MLFLOW_SERVER_SERVE_ARTIFACTS: 'true',
    _MLFLOW_SERVER_ARTIFACT_DESTINATION: pathToFileURL(path.join(storeFolder, 'mlartifacts')).href,
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false'
  };
}

/** Our environment without what would lead MLflow elsewhere. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(_?MLFLOW_|DATABRICKS_|AUTOLOG_|https?_proxy$|all_proxy$)/i.test(name)
  );
  return { ...Object.fromEntries(kept), MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true' };
}
