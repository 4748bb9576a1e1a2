import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** What a gate does with a request. */
export type GateRule = (
  path: string,
  method: string,
  headers: IncomingMessage['headers']
) => GateAction;

export type GateAction =
  | { readonly do: 'pass' }
  | {
      readonly do: 'answer';
      readonly status: number;
      readonly body: string;
      readonly type?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Hands it on, and calls `then` when the server has acted; where that rejects, the answer is lost. */
  | { readonly do: 'pass-then'; readonly then: () => Promise<void> | void }
  | { readonly do: 'reset' }
  /** Takes the beginning of the request, and resets the connection. */
  | { readonly do: 'reset-in-body' }
  /** Hands it on, and breaks off in the middle of the answer. */
  | { readonly do: 'half-answer' }
  /** Takes it, and never answers. */
  | { readonly do: 'hang' };

export const PASS: GateAction = { do: 'pass' };

/** A right is missing, as MLflow's `basic-auth` says it. */
export const DENIED: GateAction = {
  do: 'answer',
  status: 403,
  type: 'text/html; charset=utf-8',
  body: 'Permission denied'
};

/** A door before a real tracking server, that can be shut, or made to fail. */
export interface TrackingGate {
  readonly url: string;
  readonly seen: readonly string[];
  rule: GateRule;
  /** Whether it listens. */
  readonly isOpen: boolean;
  /** Nothing listens from now on. */
  shut(): Promise<void>;
  /** Listens again, at the same place. */
  open(): Promise<void>;
}

/**
 * `socket`: path of a Unix socket to listen at, instead of a port. `certificate`: makes it an
 * address of https.
 */
export async function startGate(
  serverUrl: string,
  socket?: string,
  certificate?: { readonly key: Buffer; readonly cert: Buffer }
): Promise<TrackingGate> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const seen: string[] = [];
  const gate = {
    url: '',
    seen,
    rule: (): GateAction => PASS,
    get isOpen(): boolean {
      return server.listening;
    },
    shut,
    open
  } as TrackingGate & { url: string };
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const method = incoming.method ?? '';
    const path = incoming.url ?? '';
    seen.push(`${method} ${path}`);
    const action = gate.rule(path, method, incoming.headers);
    switch (action.do) {
      case 'answer':
        incoming.resume().on('end', () => {
          const type = { 'Content-Type': action.type ?? 'application/json' };
          outgoing.writeHead(action.status, { ...type, ...action.headers });
          outgoing.end(action.body);
        });
        break;
      case 'reset':
        incoming.socket.resetAndDestroy();
        break;
      case 'reset-in-body':
        // What has no body is reset at its end.
        incoming
          .once('data', () => incoming.socket.resetAndDestroy())
          .once('end', () => incoming.socket.resetAndDestroy());
        break;
      case 'hang':
        incoming.resume();
        break;
      case 'pass':
        handOn(target, incoming, outgoing, () => undefined);
        break;
      case 'pass-then':
        handOn(target, incoming, outgoing, action.then);
        break;
      case 'half-answer':
        handOn(
          target,
          incoming,
          outgoing,
          () => undefined,
          body => body.subarray(0, body.length >> 1)
        );
        break;
    }
  };
  const server =
    certificate === undefined ? createServer(listener) : createSecureServer(certificate, listener);
  server.on('connection', (one: Socket) => {
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
      gate.url = `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
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
  then: () => Promise<void> | void,
  cut: (body: Buffer) => Buffer = body => body
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
            const body = Buffer.concat(parts);
            const sent = cut(body);
            outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
            outgoing.write(sent, () => {
              if (sent.length < body.length) {
                outgoing.destroy();
              } else {
                outgoing.end();
              }
            });
          },
          () => incoming.socket.resetAndDestroy()
        );
      });
    }
  );
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
