import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PASS, startGate, type GateRule } from '../../kernel/shipper/tracking-gate.js';
import type { Fault } from '../suite/fault.js';
import type { Outcome } from '../suite/outcome.js';
import type { Stage } from '../suite/stage.js';

interface LogIn {
  readonly rule: GateRule;
  readonly certificate?: { readonly key: Buffer; readonly cert: Buffer };
  readonly wrong: NodeJS.ProcessEnv;
  readonly right: NodeJS.ProcessEnv;
  /** What the person at the kernel is told. */
  readonly told: RegExp;
}

/**
 * A kernel that is started with what the server doesn't take is told so, and ends; what it logged
 * is delivered by the next start of Jupyter, with what is right.
 */
async function startedWrongly(stage: Stage, logIn: LogIn): Promise<Outcome> {
  const tracker = await stage.startTracker();
  const gate = await startGate(tracker.url, undefined, logIn.certificate);
  stage.defer(() => gate.shut());
  gate.rule = logIn.rule;
  for (let time = 0; time < stage.times; time++) {
    const writer = stage.startWriter(
      gate.url,
      { kind: 'steady', seed: stage.random.seedFor() },
      { environment: logIn.wrong }
    );
    await writer.told('unreachable', logIn.told);
    await writer.end();
  }
  // They would go on trying for minutes.
  stage.killShippers();
  await stage.deliverRest(logIn.right);
  return { ...(await stage.count(tracker)), times: stage.times };
}

const DENIED = { do: 'answer', status: 401, body: 'Log in first.', type: 'text/plain' } as const;

export const wrongPassword: Fault = {
  name: 'wrong-password',
  times: { whole: 3, ci: 1 },
  run: stage => {
    const right = `Basic ${Buffer.from('ada:right').toString('base64')}`;
    const credentials = (password: string): NodeJS.ProcessEnv => ({
      MLFLOW_TRACKING_USERNAME: 'ada',
      MLFLOW_TRACKING_PASSWORD: password
    });
    return startedWrongly(stage, {
      rule: (_path, _method, headers) => (headers.authorization === right ? PASS : DENIED),
      wrong: credentials('wrong'),
      right: credentials('right'),
      told: /asks for a log-in/
    });
  }
};

export const wrongCertificate: Fault = {
  name: 'wrong-certificate',
  times: { whole: 3, ci: 1 },
  run: stage => {
    const certificate = makeCertificate(stage.folder);
    return startedWrongly(stage, {
      rule: () => PASS,
      certificate,
      wrong: {},
      right: { MLFLOW_TRACKING_SERVER_CERT_PATH: certificate.file },
      told: /can't be reached.*certificate/s
    });
  }
};

export const expiredToken: Fault = {
  name: 'expired-token',
  times: { whole: 3, ci: 1 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const gate = await startGate(tracker.url);
    stage.defer(() => gate.shut());
    let valid = '';
    gate.rule = (_path, _method, headers) =>
      headers.authorization === `Bearer ${valid}` ? PASS : DENIED;
    for (let time = 0; time < stage.times; time++) {
      valid = `token-${time}`;
      const writer = stage.startWriter(
        gate.url,
        { kind: 'steady', seed: stage.random.seedFor() },
        { environment: { MLFLOW_TRACKING_TOKEN: valid } }
      );
      await writer.told('run', /^$/);
      valid = 'a newer one';
      await writer.told('unreachable', /asks for a log-in.*MLFLOW_TRACKING_TOKEN/s);
      await writer.end();
    }
    stage.killShippers();
    await stage.deliverRest({ MLFLOW_TRACKING_TOKEN: valid });
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** One that signs itself, as servers of small teams have. */
function makeCertificate(folder: string): { key: Buffer; cert: Buffer; file: string } {
  const place = path.join(folder, 'certificate');
  mkdirSync(place);
  const [key, file] = [path.join(place, 'key.pem'), path.join(place, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', file]
    ],
    { stdio: 'pipe' }
  );
  return { key: readFileSync(key), cert: readFileSync(file), file };
}
