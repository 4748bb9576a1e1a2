import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutCredentials } from '../../../src/kernel/config/tracking-uri.js';

const credentials = (user: string, password: string): object => ({
  MLFLOW_TRACKING_USERNAME: user,
  MLFLOW_TRACKING_PASSWORD: password
});

describe('The address of a tracking server', () => {
  it('is the same with a password as without', () => {
    for (const [given, uri] of [
      ['http://ana:secret@127.0.0.1:5000', 'http://127.0.0.1:5000'],
      ['https://ana:secret@example.org/mlflow', 'https://example.org/mlflow'],
      ['https://ana:secret@example.org/mlflow/', 'https://example.org/mlflow']
    ] as const) {
      assert.deepEqual(withoutCredentials(given), {
        uri,
        credentials: credentials('ana', 'secret')
      });
    }
  });

  it('may have any characters in its password', () => {
    for (const [written, password] of [
      ['p%40ss%3A', 'p@ss:'],
      ['gr%C3%B6%C3%9Fe', 'größe'],
      ['100%', '100%']
    ] as const) {
      const given = `http://ana:${written}@127.0.0.1:5000`;
      assert.deepEqual(withoutCredentials(given).credentials, credentials('ana', password));
    }
  });

  it('stays as it is given where it holds none', () => {
    for (const uri of ['http://127.0.0.1:5000', 'https://example.org/', 'databricks', '']) {
      assert.deepEqual(withoutCredentials(uri), { uri, credentials: {} });
    }
  });
});
