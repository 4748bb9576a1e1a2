import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requestTimeout } from '../../../src/kernel/connection/request-timeout.js';

describe('the time limit of a request', () => {
  it('is what MLFLOW_HTTP_REQUEST_TIMEOUT says, in seconds', () => {
    assert.equal(requestTimeout({ MLFLOW_HTTP_REQUEST_TIMEOUT: '1.5' }), 1500);
  });

  it('is left to us where the variable says nothing that makes sense', () => {
    assert.equal(requestTimeout({}), undefined);
    for (const text of ['', '0', '-1', 'soon', 'Infinity']) {
      assert.equal(requestTimeout({ MLFLOW_HTTP_REQUEST_TIMEOUT: text }), undefined, text);
    }
  });
});
