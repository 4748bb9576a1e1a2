import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Dealer, Subscriber } from 'zeromq';
import { decodeMessage, encodeMessage, makeConnectionInfo } from './connection.js';
import type { ConnectionInfo, JupyterMessage } from './connection.js';

export interface KernelOptions {
  /** The folder that the kernel runs in, and where its connection file goes. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** The JavaScript kernel. */
  readonly js?: boolean;
}

/** What one execution gave: the reply's status, and all messages about it. */
export interface Execution {
  /** Of the request. */
  readonly id: string;
  readonly status: string;
  readonly executionCount: number;
  readonly messages: readonly JupyterMessage[];
  /** Standard output and error, and what was displayed under each display id in the end. */
  readonly stdout: string;
  readonly stderr: string;
  readonly displays: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** Compiled, this file lies in `build/test/scenarios/kernel`. */
const ROOT = path.resolve(__dirname, '..', '..', '..', '..');
const TSLAB = path.join(ROOT, 'node_modules', 'tslab', 'bin', 'tslab');
const START_DEADLINE = 60_000;
const ASK_AGAIN_AFTER = 1000;
const RETRY_INTERVAL = 40;

/** A real tslab kernel, spoken to over ZeroMQ as Jupyter does. */
export class TslabKernel {
  private readonly _session = randomUUID();
  private readonly _replies = new Map<string, (message: JupyterMessage) => void>();
  private readonly _messages: JupyterMessage[] = [];
  private readonly _listeners = new Set<(message: JupyterMessage) => void>();

  private constructor(
    readonly process: ChildProcess,
    private readonly _connection: ConnectionInfo,
    private readonly _shell: Dealer,
    private readonly _iopub: Subscriber
  ) {
    void this._readShell();
    void this._readIopub();
  }

  /** Starts a kernel and waits until it answers. */
  static async start(options: KernelOptions): Promise<TslabKernel> {
    const connection = await makeConnectionInfo();
    const file = path.join(options.folder, `connection-${randomUUID()}.json`);
    fs.writeFileSync(file, JSON.stringify(connection));
    const args = [TSLAB, 'kernel', '--config-path', file, ...(options.js === true ? ['--js'] : [])];
    // A group of its own, as Jupyter starts kernels, so that interrupts reach all of it.
    const child = spawn(process.execPath, args, {
      cwd: options.folder,
      env: options.env,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit']
    });
    endWithUs(child);
    const address = (port: number): string => `tcp://127.0.0.1:${port}`;
    const shell = new Dealer({ linger: 0 });
    shell.connect(address(connection.shell_port));
    const iopub = new Subscriber({ linger: 0 });
    iopub.connect(address(connection.iopub_port));
    iopub.subscribe();
    const kernel = new TslabKernel(child, connection, shell, iopub);
    await kernel._ready();
    return kernel;
  }

  /** All messages that the kernel published, oldest first. */
  get messages(): readonly JupyterMessage[] {
    return this._messages;
  }

  /** Sends code; the promise is fulfilled with the execution's idle message. */
  async execute(code: string, cellId = randomUUID() as string): Promise<Execution> {
    const { id, reply } = this._send('execute_request', { code, silent: false }, { cellId });
    const { content } = await reply;
    await this.waitFor(isIdle(id));
    return this.executionOf(id, String(content['status']), Number(content['execution_count']));
  }

  /**
   * As {@link execute}, again until the kernel takes it: after an error tslab aborts what
   * comes within the next 200 ms.
   */
  async executeWhenReady(code: string, cellId = randomUUID() as string): Promise<Execution> {
    for (;;) {
      const execution = await this.execute(code, cellId);
      if (execution.status !== 'abort') {
        return execution;
      }
      await pause(RETRY_INTERVAL);
    }
  }

  /** Starts an execution without waiting for it. */
  begin(code: string, cellId = randomUUID() as string): { id: string; done: Promise<Execution> } {
    const { id, reply } = this._send('execute_request', { code, silent: false }, { cellId });
    const done = reply.then(async ({ content }) => {
      await this.waitFor(isIdle(id));
      return this.executionOf(id, String(content['status']), Number(content['execution_count']));
    });
    return { id, done };
  }

  /** A request that is answered on the shell channel: `inspect_request`, `complete_request`. */
  async request(type: string, content: object): Promise<Readonly<Record<string, unknown>>> {
    return (await this._send(type, content).reply).content;
  }

  /** Waits for a message that was published, now or before. */
  async waitFor(is: (message: JupyterMessage) => boolean): Promise<JupyterMessage> {
    const found = this._messages.find(is);
    if (found !== undefined) {
      return found;
    }
    return new Promise(resolve => {
      const listener = (message: JupyterMessage): void => {
        if (is(message)) {
          this._listeners.delete(listener);
          resolve(message);
        }
      };
      this._listeners.add(listener);
    });
  }

  interrupt(): void {
    process.kill(-this.process.pid!, 'SIGINT');
  }

  /** Kills the kernel's whole group, as `kill -9` and Jupyter's last resort do. */
  async kill(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      process.kill(-this.process.pid!, 'SIGKILL');
      await once(this.process, 'exit');
    }
    this._close();
  }

  /** Shuts it down as Jupyter does first: by asking. */
  async shutdown(): Promise<void> {
    const exited = once(this.process, 'exit');
    this._send('shutdown_request', { restart: false });
    await exited;
    this._close();
  }

  /** What is known of the execution `id` by now. */
  executionOf(id: string, status: string, executionCount: number): Execution {
    const messages = this._messages.filter(({ parent_header }) => parent_header.msg_id === id);
    const text = (stream: string): string =>
      messages
        .filter(({ header, content }) => header.msg_type === 'stream' && content['name'] === stream)
        .map(({ content }) => content['text'])
        .join('');
    return {
      id,
      status,
      executionCount,
      messages,
      stdout: text('stdout'),
      stderr: text('stderr'),
      displays: collectDisplays(messages)
    };
  }

  /**
   * Asks until it answers: tslab loses what comes while its sockets are being bound. The
   * subscription is in place when one of the kernel's own messages came through.
   */
  private async _ready(): Promise<void> {
    const deadline = Date.now() + START_DEADLINE;
    const exit = once(this.process, 'exit').then(() => 'exit' as const);
    while (Date.now() < deadline) {
      const { reply } = this._send('kernel_info_request', {});
      const silence = pause(ASK_AGAIN_AFTER, 'silence' as const, { ref: false });
      const first = await Promise.race([reply, exit, silence]);
      if (first === 'exit') {
        throw new Error('tslab ended before it answered.');
      }
      if (first !== 'silence' && this._messages.some(isStatus)) {
        return;
      }
      if (first !== 'silence') {
        // Not at once: of 513 messages of a kernel one is late, and the next ones may be lost.
        await pause(RETRY_INTERVAL);
      }
    }
    throw new Error(`tslab did not answer within ${START_DEADLINE} ms.`);
  }

  private _send(
    type: string,
    content: object,
    metadata: object = {}
  ): { id: string; reply: Promise<JupyterMessage> } {
    const { id, frames } = encodeMessage(
      this._connection.key,
      this._session,
      type,
      content,
      metadata
    );
    const reply = new Promise<JupyterMessage>(resolve => this._replies.set(id, resolve));
    void this._shell.send(frames);
    return { id, reply };
  }

  private async _readShell(): Promise<void> {
    for await (const frames of this._shell) {
      const message = decodeMessage(frames);
      this._replies.get(message.parent_header.msg_id ?? '')?.(message);
    }
  }

  private async _readIopub(): Promise<void> {
    for await (const frames of this._iopub) {
      const message = decodeMessage(frames);
      this._messages.push(message);
      for (const listener of [...this._listeners]) {
        listener(message);
      }
    }
  }

  private _close(): void {
    this._shell.close();
    this._iopub.close();
  }
}

const living = new Set<ChildProcess>();

/** Kernels lead groups of their own, so nobody else ends them when a test is cut short. */
function endWithUs(child: ChildProcess): void {
  if (living.size === 0) {
    process.once('exit', () => {
      living.forEach(kernel => kernel.kill('SIGKILL'));
    });
    process.once('SIGTERM', () => {
      process.exit(143);
    });
  }
  living.add(child);
  child.once('exit', () => living.delete(child));
}

function isStatus({ header }: JupyterMessage): boolean {
  return header.msg_type === 'status';
}

function isIdle(id: string): (message: JupyterMessage) => boolean {
  return ({ header, parent_header, content }) =>
    header.msg_type === 'status' &&
    parent_header.msg_id === id &&
    content['execution_state'] === 'idle';
}

function collectDisplays(
  messages: readonly JupyterMessage[]
): Map<string, Readonly<Record<string, unknown>>> {
  const displays = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { header, content } of messages) {
    if (header.msg_type === 'display_data' || header.msg_type === 'update_display_data') {
      const { display_id } = content['transient'] as { display_id: string };
      displays.set(display_id, content['data'] as Readonly<Record<string, unknown>>);
    }
  }
  return displays;
}
