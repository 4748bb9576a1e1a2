import assert from 'node:assert/strict';
import type {
  ConverterModule,
  ExecuteRequest,
  Executor,
  JupyterModule,
  RequestMessage,
  WriteDisplayData,
  WriteStream
} from '../../../src/kernel/host/tslab/tslab-modules.js';

/** What `execute` of the double does for a cell's code. */
export type RunCode = (code: string) => Promise<boolean>;

/**
 * The parts of tslab 1.0.22 that are hooked, as its own `dist/jupyter.js` calls them: a
 * request is queued, then the writers are made, then the code runs.
 */
export function makeJupyterModule(run: RunCode): {
  readonly module: JupyterModule;
  readonly executor: Executor;
  readonly sent: unknown[];
  start(): void;
  handle(message: RequestMessage): Promise<unknown>;
} {
  const sent: unknown[] = [];
  const executor: Executor = { locals: {}, interrupt: () => sent.push('interrupted') };

  class JupyterHandlerImpl {
    execCount = 0;
    private _queue: Promise<unknown> = Promise.resolve();
    readonly executor = executor;

    async handleExecute(
      request: ExecuteRequest,
      writeStream: WriteStream,
      writeDisplayData: WriteDisplayData
    ): Promise<unknown> {
      assert.ok(writeDisplayData);
      this._queue = this._queue.then(() => this.handleExecuteImpl(request, writeStream));
      return await this._queue;
    }

    async handleExecuteImpl(request: ExecuteRequest, writeStream: WriteStream): Promise<unknown> {
      this.createWriteToIopub('stdout', writeStream);
      this.createWriteToIopub('stderr', writeStream);
      this.execCount += 1;
      return run(request.code);
    }

    createWriteToIopub(name: string, writeStream: WriteStream): unknown {
      return [name, writeStream];
    }
  }

  class ZmqServer {
    readonly handler = new JupyterHandlerImpl();

    async init(): Promise<void> {
      return Promise.resolve();
    }

    publishStatus(status: string, message: RequestMessage): void {
      assert.ok(message);
      sent.push(status);
    }

    async handleShellMessage(message: RequestMessage): Promise<unknown> {
      this.publishStatus('busy', message);
      try {
        const write: WriteDisplayData = (content, update) => sent.push({ content, update });
        return await this.handler.handleExecute(message.content, () => undefined, write);
      } finally {
        this.publishStatus('idle', message);
      }
    }
  }

  const module: JupyterModule = { JupyterHandlerImpl, ZmqServer };
  let server: ZmqServer | undefined;
  return {
    module,
    executor,
    sent,
    start: () => {
      server = new ZmqServer();
      void server.init();
    },
    handle: message => (server ??= new ZmqServer()).handleShellMessage(message)
  };
}

export function executeRequest(code: string, cellId?: unknown): RequestMessage {
  return {
    header: { msg_type: 'execute_request' },
    content: { code },
    ...(cellId === undefined ? {} : { metadata: { cellId } })
  };
}

/** A converter that returns what it is called with. */
export function makeConverterModule(): ConverterModule {
  return {
    createConverter: () => ({
      convert: (...args) => args,
      inspect: (...args) => args,
      complete: (...args) => args
    })
  };
}
