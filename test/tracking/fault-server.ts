import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What reached the server. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query, as they were on the wire. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request, or does harm to it. */
export type Answer = (
  response: ServerResponse,
  request: SeenRequest,
  raw: IncomingMessage
) => void | Promise<void>;

export interface FaultServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  stop(): Promise<void>;
}

/**
 * A real HTTP server on a free port that gives `answers` in turn and then the last one
 * over and over. For what a well-behaved server never does.
 */
export async function startFaultServer(...answers: readonly Answer[]): Promise<FaultServer> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((raw, response) => {
    const parts: Buffer[] = [];
    raw.on('data', (part: Buffer) => parts.push(part));
    raw.on('end', () => {
      const request: SeenRequest = {
        method: raw.method ?? '',
        url: raw.url ?? '',
        headers: raw.headers,
        body: Buffer.concat(parts).toString()
      };
      seen.push(request);
      const answer = answers[Math.min(seen.length, answers.length) - 1];
      void answer?.(response, request, raw);
    });
  });
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stop: () => {
      sockets.forEach(socket => socket.destroy());
      return new Promise(resolve => server.close(() => resolve()));
    }
  };
}

/** An answer of JSON. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return text(JSON.stringify(value), 'application/json', status, headers);
}

export function text(
  body: string,
  type: string,
  status = 200,
  headers: Record<string, string> = {}
): Answer {
  return response => {
    response.writeHead(status, { 'Content-Type': type, ...headers }).end(body);
  };
}

/** MLflow's own kind of error. */
export function apiError(status: number, code: string, message = 'no'): Answer {
  return json({ error_code: code, message }, status);
}

/** Cuts the connection before anything is answered. */
export const reset: Answer = (_response, _request, raw) => {
  raw.socket.resetAndDestroy();
};

/** Announces more than it sends, then cuts the connection. */
export const halfAnAnswer: Answer = response => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('{"run": {"info": {"run_id"', () => response.socket?.resetAndDestroy());
};

/** Takes the request and says nothing. */
export const silence: Answer = () => undefined;
