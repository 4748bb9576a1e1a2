import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failureOf } from '../../../src/kernel/shipper/failures/failure.js';
import { MlflowApiError } from '../../../src/tracking/index.js';

const TARGET = { kind: 'uri', uri: 'https://mlflow.example.org' } as const;

function answer(status: number, serverMessage: string): MlflowApiError {
  const details = { status, errorCode: 'PERMISSION_DENIED', serverMessage, retryAfter: null };
  return new MlflowApiError(serverMessage, details);
}

describe('an answer 403', () => {
  it('that tells of a right concerns what was asked for', () => {
    assert.equal(failureOf(answer(403, 'Permission denied'), TARGET)?.scope, 'request');
  });

  for (const message of ['Invalid Host header - possible DNS rebinding attack detected', '']) {
    it(`that says "${message}" concerns the whole server`, () => {
      assert.equal(failureOf(answer(403, message), TARGET)?.scope, 'server');
    });
  }

  it('is quoted, with what to do about it', () => {
    const failure = failureOf(answer(403, 'Permission denied'), TARGET);
    assert.match(failure?.reason ?? '', /mlflow\.example\.org forbids this: "Permission denied"/);
    assert.match(failure?.next ?? '', /administrator/);
  });
});
