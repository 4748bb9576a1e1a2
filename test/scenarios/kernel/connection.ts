import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';

/** A connection file of Jupyter; see "Connection files" of the messaging protocol. */
export interface ConnectionInfo {
  readonly transport: 'tcp';
  readonly ip: '127.0.0.1';
  readonly key: string;
  readonly signature_scheme: 'hmac-sha256';
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

export interface JupyterMessage {
  readonly header: { readonly msg_id: string; readonly msg_type: string };
  readonly parent_header: { readonly msg_id?: string };
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Below those that systems hand out, so that none is taken between our look and the kernel's. */
const PORTS = [20_000, 32_000] as const;
const DELIMITER = '<IDS|MSG>';

/** A connection on five ports that are free now. */
export async function makeConnectionInfo(): Promise<ConnectionInfo> {
  const servers = await Promise.all([1, 2, 3, 4, 5].map(listen));
  const [shell, iopub, stdin, control, heartbeat] = servers.map(
    server => (server.address() as net.AddressInfo).port
  );
  await Promise.all(servers.map(server => once(server.close(), 'close')));
  return {
    transport: 'tcp',
    ip: '127.0.0.1',
    key: randomUUID(),
    signature_scheme: 'hmac-sha256',
    shell_port: shell!,
    iopub_port: iopub!,
    stdin_port: stdin!,
    control_port: control!,
    hb_port: heartbeat!
  };
}

/** The frames of a request. */
export function encodeMessage(
  key: string,
  session: string,
  type: string,
  content: object,
  metadata: object = {}
): { id: string; frames: string[] } {
  const id = randomUUID();
  const header = {
    msg_id: id,
    session,
    username: 'test',
    date: new Date().toISOString(),
    msg_type: type,
    version: '5.3'
  };
  const parts = [header, {}, metadata, content].map(part => JSON.stringify(part));
  const signature = createHmac('sha256', key).update(parts.join('')).digest('hex');
  return { id, frames: [DELIMITER, signature, ...parts] };
}

export function decodeMessage(frames: readonly Buffer[]): JupyterMessage {
  const start = frames.findIndex(frame => frame.toString() === DELIMITER);
  const [header, parent_header, metadata, content] = frames
    .slice(start + 2)
    .map(frame => JSON.parse(frame.toString()) as never);
  return { header: header!, parent_header: parent_header!, metadata: metadata!, content: content! };
}

async function listen(): Promise<net.Server> {
  for (;;) {
    const server = net.createServer().listen(randomInt(...PORTS), '127.0.0.1');
    try {
      await once(server, 'listening');
      return server;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
        throw error;
      }
    }
  }
}
