import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Mlflow } from '../../../src/kernel/api/types/mlflow.js';
import { MlflowArgumentError } from '../../../src/tracking/index.js';
import { makeKernelParts, type KernelPartsOptions } from '../runs/kernel-parts.js';

/** Untyped programs may give anything. */
export const anything = (value: unknown): never => value as never;

export type RefusedCall = [
  what: string,
  call: (mlflow: Mlflow) => unknown,
  /** What the message says: what was given, what is allowed, what to do. */
  words: RegExp
];

/** Tests that each call throws a MlflowArgumentError with these words, and records nothing. */
export function itRefuses(calls: readonly RefusedCall[], options: KernelPartsOptions = {}): void {
  for (const [what, call, words] of calls) {
    it(`refuses ${what}, and records nothing`, () => {
      const { mlflow, journal } = makeKernelParts(options);
      assert.throws(
        () => call(mlflow),
        (error: unknown) => {
          assert.ok(error instanceof MlflowArgumentError, String(error));
          assert.match(error.message, words);
          return true;
        }
      );
      assert.deepEqual(journal.records, []);
      assert.equal(journal.kept.size, 0);
    });
  }
}
