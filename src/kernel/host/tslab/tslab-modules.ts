import type { MimeBundle } from '../../runs/cell-execution.js';

/**
 * What is used of tslab's own modules (version 1.0.22, which its author has not changed
 * since 2024). None of it is a public interface, so each part is looked at before use.
 */

/** `dist/converter.js` */
export interface ConverterModule {
  createConverter(options: { readonly isJS: boolean; readonly isBrowser: boolean }): Converter;
}

/** Each method takes the declarations of earlier cells first. */
export interface Converter {
  convert(declarations: string, source: string): unknown;
  inspect(declarations: string, source: string, position: number): unknown;
  complete(declarations: string, source: string, position: number): unknown;
}

/** `dist/jupyter.js` */
export interface JupyterModule {
  readonly JupyterHandlerImpl: { readonly prototype: JupyterHandler };
  readonly ZmqServer: { readonly prototype: ZmqServer };
}

/** Called in this order for each execution: `handleExecute`, then, when its turn comes, `createWriteToIopub`. */
export interface JupyterHandler {
  readonly executor: Executor;
  /** Executions that have begun; the one that begins has not been counted yet. */
  readonly execCount: number;
  handleExecute(
    request: ExecuteRequest,
    writeStream: WriteStream,
    writeDisplayData: WriteDisplayData
  ): Promise<unknown>;
  /** Called for stdout and for stderr right before the cell's code runs, in the same flow. */
  createWriteToIopub(name: 'stdout' | 'stderr', writeStream: WriteStream): unknown;
}

export interface ZmqServer {
  readonly handler: JupyterHandler;
  /** There since `init`. */
  readonly iopub?: Publisher;
  init(): Promise<void>;
  /** Called with `busy` before and with `idle` after each request is handled. */
  publishStatus(status: string, message: RequestMessage): void;
}

/** Of zeromq.js. */
export interface Publisher {
  /** In milliseconds; -1 for none. */
  sendTimeout: number;
}

export interface Executor {
  /** What cells have declared, by name. */
  readonly locals: Record<string, unknown>;
  interrupt(): void;
}

export interface RequestMessage {
  readonly header: { readonly msg_type: string };
  readonly metadata?: { readonly cellId?: unknown };
  readonly content: ExecuteRequest;
}

export interface ExecuteRequest {
  readonly code: string;
}

export type WriteStream = (name: string, text: string) => void;

export type WriteDisplayData = (
  content: {
    readonly data: MimeBundle;
    readonly metadata: object;
    readonly transient: { readonly display_id: string };
  },
  update: boolean
) => void;

export function isConverterModule(exports: unknown): exports is ConverterModule {
  return typeof (exports as Partial<ConverterModule> | null)?.createConverter === 'function';
}

export function isJupyterModule(exports: unknown): exports is JupyterModule {
  const candidate = exports as Partial<JupyterModule> | null;
  const handler = candidate?.JupyterHandlerImpl?.prototype;
  const server = candidate?.ZmqServer?.prototype;
  return (
    typeof handler?.handleExecute === 'function' &&
    typeof handler.createWriteToIopub === 'function' &&
    typeof server?.init === 'function' &&
    typeof server.publishStatus === 'function'
  );
}
