import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a server and passes everything on, or answers 500 to everything while broken. */
export class HttpGate {
  isBroken = false;

  private constructor(
    private readonly _server: http.Server,
    private readonly _upstream: URL
  ) {
    _server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
      if (this.isBroken) {
        request.resume();
        response.writeHead(500, { 'Content-Type': 'text/plain' }).end('the disk is full');
      } else {
        this._pass(request, response);
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

  private _pass(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { hostname, port, host } = this._upstream;
    const { method, url } = request;
    const headers = { ...request.headers, host };
    const passed = http.request({ hostname, port, method, path: url, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  }
}
