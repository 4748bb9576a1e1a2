import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What a gate does with a request. */
export type GateRule = (path: string, method: string) => GateAction;

export type GateAction =
  | { readonly do: 'pass' }
  | {
      readonly do: 'answer';
      readonly status: number;
      readonly body: string;
      readonly type?: string;
    }
  /** Hands it on, and calls `then` when the server has acted; where that rejects, the answer is lost. */
  | { readonly do: 'pass-then'; readonly then: () => Promise<void> | void }
  | { readonly do: 'reset' };

export const PASS: GateAction = { do: 'pass' };

/** A door before a real tracking server, that can be shut, or made to fail. */
export interface TrackingGate {
  readonly url: string;
  readonly seen: readonly string[];
  rule: GateRule;
  /** Nothing listens from now on. */
  shut(): Promise<void>;
  /** Listens again, at the same place. */
  open(): Promise<void>;
}

/** `socket`: path of a Unix socket to listen at, instead of a port. */
export async function startGate(serverUrl: string, socket?: string): Promise<TrackingGate> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const seen: string[] = [];
  const gate = { url: '', seen, rule: (): GateAction => PASS, shut, open } as TrackingGate & {
    url: string;
  };
  const server = createServer((incoming, outgoing) => {
    const method = incoming.method ?? '';
    const path = incoming.url ?? '';
    seen.push(`${method} ${path}`);
    const action = gate.rule(path, method);
    switch (action.do) {
      case 'answer':
        incoming.resume().on('end', () => {
          outgoing.writeHead(action.status, { 'Content-Type': action.type ?? 'application/json' });
          outgoing.end(action.body);
        });
        break;
      case 'reset':
        incoming.socket.resetAndDestroy();
        break;
      case 'pass':
        handOn(target, incoming, outgoing, () => undefined);
        break;
      case 'pass-then':
        handOn(target, incoming, outgoing, action.then);
        break;
    }
  });
  server.on('connection', one => {
    sockets.add(one);
    one.on('close', () => sockets.delete(one));
  });

  let port = 0;
  async function open(): Promise<void> {
    await new Promise<void>(resolve => {
      if (socket === undefined) {
        server.listen(port, '127.0.0.1', resolve);
      } else {
        server.listen(socket, resolve);
      }
    });
    if (socket === undefined) {
      port = (server.address() as AddressInfo).port;
      gate.url = `http://127.0.0.1:${port}`;
    }
  }

  async function shut(): Promise<void> {
    sockets.forEach(one => one.destroy());
    if (server.listening) {
      await new Promise<void>(resolve => server.close(() => resolve()));
    }
  }

  await open();
  return gate;
}

function handOn(
  target: URL,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  then: () => Promise<void> | void
): void {
  const { method, url, headers } = incoming;
  const onward = request(
    {
      host: target.hostname,
      port: target.port,
      method,
      path: url,
      headers: { ...headers, host: target.host }
    },
    answer => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        void Promise.resolve(then()).then(
          () => {
            outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
            outgoing.end(Buffer.concat(parts));
          },
          () => incoming.socket.resetAndDestroy()
        );
      });
    }
  );
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
