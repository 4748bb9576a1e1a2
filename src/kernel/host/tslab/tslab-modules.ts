import type { MimeBundle } from '../../runs/cell-execution.js';

/**
 * What is used of tslab's own modules (version 1.0.22, which its author has not changed
 * since 2024). None of it is a public interface, so each part is looked at before use.
 */

/** `dist/executor.js` */
export interface ExecutorModule {
  createExecutor(rootDir: string, converters: ConverterSet, console: unknown): Executor;
}

export interface Executor {
  /** What cells have declared, by name. */
  readonly locals: Record<string, unknown>;
  interrupt(): void;
}

export interface ConverterSet {
  readonly node: Converter;
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

export interface JupyterHandler {
  readonly execCount: number;
  handleExecuteImpl(
    request: ExecuteRequest,
    writeStream: unknown,
    writeDisplayData: WriteDisplayData
  ): Promise<unknown>;
}

export interface ZmqServer {
  handleExecute(socket: unknown, message: ExecuteMessage): Promise<void>;
}

export interface ExecuteMessage {
  readonly content: ExecuteRequest;
  readonly metadata?: { readonly cellId?: unknown };
}

export interface ExecuteRequest {
  readonly code: string;
}

export type WriteDisplayData = (
  content: {
    readonly data: MimeBundle;
    readonly metadata: object;
    readonly transient: { readonly display_id: string };
  },
  update: boolean
) => void;

export function isExecutorModule(exports: unknown): exports is ExecutorModule {
  return typeof (exports as Partial<ExecutorModule> | null)?.createExecutor === 'function';
}

export function isJupyterModule(exports: unknown): exports is JupyterModule {
  const candidate = exports as Partial<JupyterModule> | null;
  return (
    typeof candidate?.JupyterHandlerImpl?.prototype.handleExecuteImpl === 'function' &&
    typeof candidate.ZmqServer?.prototype.handleExecute === 'function'
  );
}
