import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import {
  DEFAULT_RETRY_POLICY,
  isRefused,
  isRetryable,
  MlflowAbortError,
  MlflowApiError,
  MlflowClient,
  MlflowConnectionError,
  MlflowProtocolError,
  MlflowTimeoutError,
  type RetryPolicy
} from '../../src/tracking/index.js';
import { fakeWaits } from './fake-waits.js';
import {
  apiError,
  halfAnAnswer,
  json,
  reset,
  silence,
  startFaultServer,
  text,
  type Answer,
  type FaultServer
} from './fault-server.js';

const LOGIN_PAGE =
  '<!doctype html><html><head><title>x</title><style>a{}</style></head>' +
  '<body><h1>Please log in</h1></body></html>';

describe('faults of server and network', () => {
  let server: FaultServer;
  afterEach(() => server.stop());

  async function clientOf(...answers: Answer[]): Promise<MlflowClient> {
    server = await startFaultServer(...answers);
    return new MlflowClient({
      trackingUri: server.url,
      retry: { ...fakeWaits().retry, attempts: 1 }
    });
  }

  async function failureOf(answer: Answer): Promise<Error> {
    const client = await clientOf(answer);
    return client.runs.get('r1').then(
      () => assert.fail('the call succeeded'),
      (error: unknown) => {
        assert(error instanceof Error);
        return error;
      }
    );
  }

  it('says that an answer of HTML is not MLflow, with the words of the page', async () => {
    const error = await failureOf(text(LOGIN_PAGE, 'text/html; charset=utf-8'));
    assert(error instanceof MlflowProtocolError);
    assert.match(error.message, /text\/html.*Please log in.*log-in/);
    assert.doesNotMatch(error.message, /[<>]|a\{\}/);
    assert(!isRetryable(error) && !isRefused(error));
  });

  it('follows a redirect to a login page and says the same', async () => {
    const away: Answer = response => {
      response.writeHead(302, { Location: '/login' }).end();
    };
    const client = await clientOf(away, text(LOGIN_PAGE, 'text/html'));
    await assert.rejects(client.runs.logBatch('r1', {}), MlflowProtocolError);
  });

  it('makes a 403 in plain text readable', async () => {
    const error = await failureOf(
      text('Invalid Host header - possible DNS rebinding attack detected', 'text/plain', 403)
    );
    assert(error instanceof MlflowApiError);
    assert.equal(error.status, 403);
    assert.equal(error.errorCode, 'PERMISSION_DENIED');
    assert.match(error.message, /Reading the run: Invalid Host header.*HTTP 403.*allowed hosts/);
    assert(!isRefused(error), 'the content is not to blame');
  });

  it('makes an error page of a proxy readable', async () => {
    const error = await failureOf(text('<h1>Bad\n Gateway</h1>', 'text/html', 502));
    assert(error instanceof MlflowApiError && isRetryable(error));
    assert.match(error.message, /Bad Gateway \(TEMPORARILY_UNAVAILABLE, HTTP 502\)/);
  });

  it("hands on MLflow's own code and words", async () => {
    const error = await failureOf(apiError(404, 'RESOURCE_DOES_NOT_EXIST', 'Run r1 not found'));
    assert(error instanceof MlflowApiError);
    assert.equal(error.serverMessage, 'Run r1 not found');
    assert.equal(error.errorCode, 'RESOURCE_DOES_NOT_EXIST');
    assert(isRefused(error));
  });

  it('says that an answer without what belongs in it is none', async () => {
    const error = await failureOf(json({ run: { data: {} } }));
    assert(error instanceof MlflowProtocolError);
    assert.match(error.message, /runs\/get\.run\.info/);
  });

  it('takes a reset in the middle of an answer for a broken connection', async () => {
    const error = await failureOf(halfAnAnswer);
    assert(error instanceof MlflowConnectionError && isRetryable(error));
    assert.notEqual(error.cause, undefined);
  });

  it('takes half an answer that ends in good order for a broken connection', async () => {
    const error = await failureOf(text('{"run": {"info": {"run_id"', 'application/json'));
    assert(error instanceof MlflowConnectionError && isRetryable(error));
  });

  it('names the cause of a reset', async () => {
    const error = await failureOf(reset);
    assert(error instanceof MlflowConnectionError);
    assert.match(error.message, /connection (was reset|broke off|was closed)/);
  });

  it('says that nothing listens at the address', async () => {
    const client = await clientOf(silence);
    await server.stop();
    await assert.rejects(client.runs.get('r1'), {
      name: 'MlflowConnectionError',
      message: /could not be reached.*nothing listens there/
    });
  });

  it('ends a call that is never answered after its time, and may send it again', async () => {
    const client = await clientOf(
      silence,
      json({ run: { info: { run_id: 'r', experiment_id: '1' } } })
    );
    await assert.rejects(client.runs.get('r1', { timeout: 30 }), MlflowTimeoutError);
    assert.equal((await client.runs.get('r1', { timeout: 5000 })).info.runId, 'r');
  });

  it('ends a call whose answer begins but never ends after its time', async () => {
    const client = await clientOf(response => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.write('{');
    });
    await assert.rejects(client.runs.get('r1', { timeout: 50 }), error => {
      return error instanceof MlflowTimeoutError && /0\.05 s/.test(error.message);
    });
  });

  it('stops a call on the wire when its signal is aborted, with the reason as the cause', async () => {
    const controller = new AbortController();
    const client = await clientOf(() => controller.abort('enough'));
    await assert.rejects(client.runs.get('r1', { signal: controller.signal }), error => {
      return error instanceof MlflowAbortError && error.cause === 'enough' && !isRetryable(error);
    });
  });

  it('sends nothing when the signal is aborted before', async () => {
    const client = await clientOf(json({}));
    await assert.rejects(client.runs.get('r1', { signal: AbortSignal.abort() }), MlflowAbortError);
    assert.equal(server.seen.length, 0);
  });

  it("stops the wait between attempts when the client's signal is aborted", async () => {
    server = await startFaultServer(reset);
    const controller = new AbortController();
    const sleep: RetryPolicy['sleep'] = (milliseconds, signal) => {
      setImmediate(() => controller.abort());
      return DEFAULT_RETRY_POLICY.sleep(milliseconds, signal);
    };
    const client = new MlflowClient({
      trackingUri: server.url,
      signal: controller.signal,
      retry: { baseDelay: 3_600_000, longestDelay: 3_600_000, sleep }
    });
    await assert.rejects(client.runs.get('r1'), MlflowAbortError);
    assert.equal(server.seen.length, 1);
  });

  it("says what MLflow's newer routes say", async () => {
    const error = await failureOf(json({ detail: 'Artifact path refers to a directory' }, 400));
    assert.match(error.message, /: Artifact path refers to a directory \(BAD_REQUEST, HTTP 400\)/);
  });

  it('leaves no timer and no listener behind', async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...all: Parameters<typeof add>) => {
      listeners++;
      add(...all);
    };
    signal.removeEventListener = (...all: Parameters<typeof remove>) => {
      listeners--;
      remove(...all);
    };
    const client = await clientOf(reset, apiError(500, 'INTERNAL_ERROR'), json({ run_info: {} }));
    for (let i = 0; i < 3; i++) {
      await client.runs.get('r1', { signal, attempts: 1 }).catch(() => undefined);
    }
    assert.equal(listeners, 0);
    const timers = process.getActiveResourcesInfo().filter(name => name === 'Timeout');
    assert(timers.length <= 1, `timers left: ${timers.length}`);
  });

  it('gives the body of a download while it arrives, and stops it when aborted', async () => {
    const client = await clientOf(response => {
      response.writeHead(200);
      response.write('first');
    });
    const controller = new AbortController();
    const response = await client.artifacts.download('r1', 'a.bin', { signal: controller.signal });
    const reader = response.body!.getReader();
    assert.equal(new TextDecoder().decode((await reader.read()).value), 'first');
    controller.abort();
    await assert.rejects(reader.read());
  });

  it('tells a failed source of credentials from a refusal of the content', async () => {
    server = await startFaultServer(json({}));
    const headers = (): never => {
      throw new Error('no token');
    };
    const client = new MlflowClient({
      trackingUri: server.url,
      headers,
      retry: { ...fakeWaits().retry, attempts: 1 }
    });
    await assert.rejects(client.runs.get('r1'), error => {
      return error instanceof MlflowConnectionError && /no token/.test(error.message);
    });
    assert.equal(server.seen.length, 0);
  });
});
