import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { hostAgent } from '../../../src/kernel/connection/http-agent.js';

const OPENSSL = canRun('openssl');

describe(
  'the certificates of a tracking server and of its clients',
  { skip: OPENSSL ? false : 'There is no openssl to make some with.' },
  () => {
    let folder = '';
    let server: Server;
    let url = '';
    const file = (name: string): string => path.join(folder, name);

    before(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'autolog-tls-'));
      for (const name of ['server', 'client']) {
        makeCertificate(file(name));
      }
      mkdirSync(file('authorities'));
      writeFileSync(file('authorities/one.pem'), readFileSync(file('server.pem')));
      server = createServer(
        {
          cert: readFileSync(file('server.pem')),
          key: readFileSync(file('server.pem')),
          ca: readFileSync(file('client.pem')),
          requestCert: true,
          rejectUnauthorized: false
        },
        ({ socket }, response) => {
          response.end((socket as TLSSocket).authorized ? 'known' : 'unknown');
        }
      ).listen(0, '127.0.0.1');
      await once(server, 'listening');
      url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    });

    after(() => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    });

    /** As whom a client is known that has these variables. */
    async function ask(environment: Record<string, string>): Promise<string> {
      const agent = hostAgent(environment);
      try {
        return await (
          await agent.fetch(url, {
            method: 'GET',
            headers: {},
            signal: AbortSignal.timeout(10_000)
          })
        ).text();
      } finally {
        await agent.close();
      }
    }

    it('refuses a certificate that nobody vouches for', async () => {
      await assert.rejects(ask({}), TypeError);
      await assert.rejects(ask({ MLFLOW_TRACKING_INSECURE_TLS: 'false' }), TypeError);
    });

    for (const text of ['true', 'True', '1']) {
      it(`looks at none with MLFLOW_TRACKING_INSECURE_TLS=${text}`, async () => {
        assert.equal(await ask({ MLFLOW_TRACKING_INSECURE_TLS: text }), 'unknown');
      });
    }

    for (const place of ['server.pem', 'authorities']) {
      it(`trusts what MLFLOW_TRACKING_SERVER_CERT_PATH names: ${place}`, async () => {
        assert.equal(await ask({ MLFLOW_TRACKING_SERVER_CERT_PATH: file(place) }), 'unknown');
      });
    }

    it('shows the certificate that MLFLOW_TRACKING_CLIENT_CERT_PATH names', async () => {
      const answer = await ask({
        MLFLOW_TRACKING_SERVER_CERT_PATH: file('server.pem'),
        MLFLOW_TRACKING_CLIENT_CERT_PATH: file('client.pem')
      });
      assert.equal(answer, 'known');
    });
  }
);

/** A certificate that signs itself, and its key, in `<place>.pem`. */
function makeCertificate(place: string): void {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', `${place}.key`, '-out', place]
    ],
    { stdio: 'pipe' }
  );
  writeFileSync(
    `${place}.pem`,
    `${readFileSync(place, 'utf8')}${readFileSync(`${place}.key`, 'utf8')}`
  );
}

function canRun(program: string): boolean {
  try {
    execFileSync(program, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
