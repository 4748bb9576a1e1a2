import type { Faults } from '../../patch/faults.js';
import type { CellExecution, CellExecutions } from '../../runs/cell-execution.js';
import { showAtOnce } from './show-at-once.js';
import type {
  ExecuteRequest,
  JupyterHandler,
  JupyterModule,
  Publisher,
  RequestMessage,
  WriteDisplayData,
  WriteStream
} from './tslab-modules.js';

export interface CellsOptions {
  readonly cells: CellExecutions;
  readonly faults: Faults;
  /** The cell's execution is over; nothing has told the front end that the kernel is idle yet. */
  readonly ended: (cell: CellExecution) => void;
}

/**
 * Tells which cell runs, by looking at what tslab does with a request on its way: the
 * message carries the cell's id, then come the writers of its outputs, and when its turn
 * comes, its code runs.
 *
 * No function of ours is on the stack while a cell runs, and none waits for its promise:
 * either would show in the user's stack traces, of which tslab prints every line.
 */
export function hookCells(module: JupyterModule, options: CellsOptions): void {
  const requests = new Requests(options);
  const { faults } = options;

  const server = module.ZmqServer.prototype;
  const publishStatus = server.publishStatus;
  server.publishStatus = function (status, message) {
    faults.guard('following a request', () => {
      if (message.header.msg_type === 'execute_request') {
        requests.statusOf(message, status, this.iopub);
      }
    });
    publishStatus.call(this, status, message);
  };

  const handler = module.JupyterHandlerImpl.prototype;
  const handleExecute = handler.handleExecute;
  handler.handleExecute = function (request, writeStream, writeDisplayData) {
    requests.writersOf(request, writeStream, writeDisplayData);
    return handleExecute.call(this, request, writeStream, writeDisplayData);
  };
  const createWriteToIopub = handler.createWriteToIopub;
  handler.createWriteToIopub = function (name, writeStream) {
    if (name === 'stdout') {
      faults.guard('beginning a cell', () => {
        requests.begin(writeStream, this);
      });
    }
    return createWriteToIopub.call(this, name, writeStream);
  };
}

/** The execute requests that tslab has not answered yet. */
class Requests {
  private _publisher: Publisher | undefined;
  private readonly _cellIds = new WeakMap<ExecuteRequest, string>();
  private readonly _running = new WeakMap<ExecuteRequest, CellExecution>();
  private readonly _writers = new WeakMap<
    WriteStream,
    { readonly request: ExecuteRequest; readonly write: WriteDisplayData }
  >();

  constructor(private readonly _options: CellsOptions) {}

  statusOf(
    { content, metadata }: RequestMessage,
    status: string,
    publisher: Publisher | undefined
  ): void {
    if (status === 'busy') {
      this._publisher = publisher;
      const cellId = metadata?.cellId;
      if (typeof cellId === 'string') {
        this._cellIds.set(content, cellId);
      }
      return;
    }
    const cell = this._running.get(content);
    if (cell !== undefined) {
      this._options.ended(cell);
    }
  }

  writersOf(request: ExecuteRequest, writeStream: WriteStream, write: WriteDisplayData): void {
    this._writers.set(writeStream, { request, write });
  }

  begin(writeStream: WriteStream, { execCount }: JupyterHandler): void {
    const writers = this._writers.get(writeStream);
    if (writers === undefined) {
      return;
    }
    const { request, write } = writers;
    const cell: CellExecution = {
      cellId: this._cellIds.get(request) ?? null,
      executionCount: execCount + 1,
      source: request.code,
      time: Date.now(),
      show: showAtOnce(write, this._publisher, this._options.faults)
    };
    this._running.set(request, cell);
    this._options.cells.enter(cell);
  }
}
