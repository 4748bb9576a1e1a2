import http from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands before a server and passes everything on; answers 500 to everything while broken, 401 to who
 * has another token than `token`, and 400 for good to each request whose body has `refused` in it.
 */
export class HttpGate {
  isBroken = false;
  token: string | null = null;
  refused: string | null = null;

  private constructor(
    private readonly _server: http.Server,
    private readonly _upstream: URL
  ) {
    _server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
      if (this.isBroken) {
        request.resume();
        response.writeHead(500, { 'Content-Type': 'text/plain' }).end('the disk is full');
      } else if (this.token !== null && request.headers.authorization !== `Bearer ${this.token}`) {
        request.resume();
        response.writeHead(401, { 'Content-Type': 'text/plain' }).end('Log in first.');
      } else if (this.refused !== null && request.method === 'POST') {
        void this._judge(request, response, this.refused);
      } else {
        this._pass(request, response, null);
      }
    });
  }

  static async start(upstream: string): Promise<HttpGate> {
    const server = http.createServer();
    const gate = new HttpGate(server, new URL(upstream));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  /** Without a slash at its end. */
  get url(): string {
    return `http://127.0.0.1:${(this._server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this._server.closeAllConnections();
    await new Promise(resolve => this._server.close(resolve));
  }

  private async _judge(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    refused: string
  ): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part as Buffer);
    }
    const body = Buffer.concat(parts);
    if (!body.includes(refused)) {
      this._pass(request, response, body);
      return;
    }
    const message = `Nobody here wants ${refused}`;
    response
      .writeHead(400, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message }));
  }

  /** `body`: what was read of it already, or null. */
  private _pass(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    body: Buffer | null
  ): void {
    const { hostname, port, host } = this._upstream;
    const { method, url } = request;
    const headers = { ...request.headers, host };
    const passed = http.request({ hostname, port, method, path: url, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    if (body === null) {
      request.pipe(passed);
    } else {
      passed.end(body);
    }
  }
}
