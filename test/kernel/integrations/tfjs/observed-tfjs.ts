import assert from 'node:assert/strict';
import { afterEach, beforeEach } from 'node:test';
import * as layers from '@tensorflow/tfjs-layers';
import { tfjs } from '../../../../src/kernel/integrations/tfjs/tfjs.js';
import { Faults } from '../../../../src/kernel/patch/faults.js';
import { makeKernelParts } from '../../runs/kernel-parts.js';
import type { KernelParts } from '../../runs/kernel-parts.js';

/**
 * The real library, observed from now on in this process, with a journal in memory that
 * is empty before each test. Faults that a test didn't take with `takeFaults` fail it.
 */
export function observeTfjs(): KernelParts & { takeFaults(): readonly string[] } {
  let faults = new Faults({});
  // The library is observed once, so the faults of each test are met by way of this.
  const standIn = {
    report: (...args: Parameters<Faults['report']>) => {
      faults.report(...args);
    },
    guard: <T>(doing: string, body: () => T) => faults.guard(doing, body),
    guardAsync: async <T>(doing: string, body: () => T | Promise<T>) =>
      faults.guardAsync(doing, body)
  } as Faults;
  const parts = makeKernelParts({ faults: standIn });
  tfjs.observe(layers, { trainings: parts.trainings, faults: standIn });

  const takeFaults = (): readonly string[] => {
    const { messages } = faults;
    faults = new Faults({});
    return messages;
  };
  beforeEach(() => {
    parts.journal.clear();
  });
  afterEach(() => {
    parts.mlflow.endRun();
    parts.autolog.reset();
    assert.deepEqual(takeFaults(), []);
  });
  return { ...parts, takeFaults };
}
