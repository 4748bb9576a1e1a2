import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { testPython } from '../../tracking/mlflow-server.js';
import { PYTHON_HOST } from './places.js';

interface Answer {
  readonly id: number;
  readonly ready?: true;
  readonly pid?: number;
  readonly exit?: number;
}

type Answered = (answer: Answer) => void;

/** One Python that has MLflow loaded, and runs servers and counts in forks of itself; see `host.py`. */
export class PythonHost {
  static async start(): Promise<PythonHost> {
    const environment = Object.entries(process.env).filter(
      ([name]) => !/^(_?MLFLOW_|DATABRICKS_|AUTOLOG_|https?_proxy$|all_proxy$)/i.test(name)
    );
    const child = spawn(testPython(), ['-W', 'ignore', PYTHON_HOST], {
      env: Object.fromEntries(environment),
      stdio: ['pipe', 'pipe', 'inherit']
    });
    const host = new PythonHost(child);
    await host._answer(0);
    return host;
  }

  /** Makes an empty store in the folder `store`. */
  async prepare(store: string): Promise<void> {
    await this._toItsEnd({ do: 'prepare', store });
  }

  /** Starts an MLflow server, which answers some time later. The number of its process. */
  async serve(store: string, port: number): Promise<number> {
    const { pid } = await this._ask({ do: 'serve', store, port });
    return pid ?? fail('no server was started');
  }

  /** Counts as `count.py` says, into the file `answer`. */
  async count(
    request: { readonly answer: string } & Readonly<Record<string, unknown>>
  ): Promise<void> {
    await this._toItsEnd({ do: 'count', ...request });
  }

  /** Keeps the database of `store` from everybody for so many seconds. */
  async lock(store: string, seconds: number): Promise<void> {
    await this._toItsEnd({ do: 'lock', store, seconds });
  }

  async stop(): Promise<void> {
    const ended = once(this._child, 'exit');
    this._child.stdin?.end();
    await ended;
  }

  private constructor(private readonly _child: ChildProcess) {
    if (_child.stdout === null) {
      throw new Error('A pipe was asked for.');
    }
    createInterface({ input: _child.stdout }).on('line', line => {
      const answer = JSON.parse(line) as Answer;
      this._waiting.get(answer.id)?.(answer);
      this._waiting.delete(answer.id);
    });
    _child.on('exit', code => {
      this._waiting.forEach((answered, id) => answered({ id, exit: code ?? -1 }));
    });
    // Its end is told by the exit.
    _child.stdin?.on('error', () => undefined);
  }

  private async _toItsEnd(request: object): Promise<void> {
    const { exit } = await this._ask(request);
    if (exit !== 0) {
      fail(`${JSON.stringify(request).slice(0, 300)} ended with exit code ${String(exit)}`);
    }
  }

  private _ask(request: object): Promise<Answer> {
    this._lastId++;
    const id = this._lastId;
    const answer = this._answer(id);
    this._child.stdin?.write(`${JSON.stringify({ id, ...request })}\n`);
    return answer;
  }

  private _answer(id: number): Promise<Answer> {
    return new Promise(resolve => {
      this._waiting.set(id, resolve);
    });
  }

  private readonly _waiting = new Map<number, Answered>();
  private _lastId = 0;
}

function fail(what: string): never {
  throw new Error(`The Python that has MLflow loaded failed: ${what}. What it said stands above.`);
}
