import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readAutologDefaults } from '../../../src/kernel/api/autolog-defaults.js';
import type { KernelConfig } from '../../../src/kernel/config/kernel-config.js';
import { AutologSwitches } from '../../../src/kernel/runs/autolog-settings.js';
import { makeKernelParts } from '../runs/kernel-parts.js';

const REFUSED: readonly (readonly [options: object, because: RegExp])[] = [
  [{ logModel: false }, /no option "logModel".*logModels/],
  [{ logModels: 'yes' }, /logModels must be true or false, but was given "yes"/],
  [{ everyNIter: 0 }, /everyNIter is a whole number from 1, but was given 0/],
  [{ everyNIter: 1.5 }, /everyNIter/],
  [{ extraTags: { 'a@b': 1 } }, /a@b/],
  [{ extraTags: [1] }, /object of tags/],
  [{ registeredModelName: 'a/b' }, /registered model name "a\/b"/],
  [{ registeredModelName: '' }, /is empty/]
];

/** What JupyterLab's settings editor offers. */
const SCHEMA = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../../../schema/autologging.json'), 'utf8')
) as { properties: Record<string, { default: unknown }> };

function config(autologOptions: Record<string, unknown>): KernelConfig {
  return {
    version: 1,
    kernelId: 'kernel-1',
    tracking: { kind: 'embedded', root: '/' },
    notebookPath: null,
    root: '/',
    home: '/',
    snapshotFile: null,
    headless: false,
    autologOptions
  };
}

describe('the settings of autologging in JupyterLab', () => {
  it('are the options, with the defaults that they have without them', () => {
    const { autolog } = makeKernelParts();
    const offered = Object.entries(SCHEMA.properties).map(
      ([name, { default: value }]) => [name, value === '' ? null : value] as const
    );
    assert.deepEqual(Object.fromEntries(offered), autolog.of('tfjs'));
  });
});

describe('mlflow.autolog', () => {
  for (const [options, because] of REFUSED) {
    it(`refuses ${JSON.stringify(options)} and changes nothing`, () => {
      const { mlflow, autolog } = makeKernelParts();
      const before = autolog.of('tfjs');
      assert.throws(() => mlflow.autolog(options), because);
      assert.throws(() => mlflow.tfjs.autolog(options), because);
      assert.deepEqual(autolog.of('tfjs'), before);
      assert.equal(autolog.coversUserRuns('tfjs'), false);
    });
  }

  it('gives options that are not given their defaults again', () => {
    const { mlflow, autolog } = makeKernelParts();
    mlflow.autolog({ logModels: false, everyNIter: 5 });
    mlflow.autolog({ everyNIter: 2 });
    assert.deepEqual([autolog.of('tfjs').logModels, autolog.of('tfjs').everyNIter], [true, 2]);
  });

  it('is silent about everything but the delivery', () => {
    const { mlflow, autolog } = makeKernelParts();
    assert.equal(autolog.isSilent, false);
    mlflow.autolog({ silent: true });
    assert.equal(autolog.isSilent, true);
  });
});

describe('the defaults of autologging', () => {
  it('are those of the server’s settings, and of the environment before them', () => {
    const switches = new AutologSwitches();
    const environment = { AUTOLOG_OPTIONS: '{"logDatasets": false, "everyNIter": 3}' };
    switches.setDefaults(
      readAutologDefaults(config({ logModels: false, everyNIter: 2 }), environment)
    );
    const { logModels, logDatasets, everyNIter } = switches.of('tfjs');
    assert.deepEqual(
      { logModels, logDatasets, everyNIter },
      {
        logModels: false,
        logDatasets: false,
        everyNIter: 3
      }
    );
  });

  it('count where a call of autolog says nothing, but not against the call itself', () => {
    const switches = new AutologSwitches();
    switches.setDefaults({ disable: true, logModels: false });
    assert.equal(switches.of('tfjs').disable, true);
    switches.set(null, {});
    assert.equal(switches.of('tfjs').disable, false);
    assert.equal(switches.of('tfjs').logModels, false);
  });

  it('are refused where they are no options', () => {
    assert.throws(() => readAutologDefaults(config({ logModel: 1 }), {}), /no option "logModel"/);
    assert.throws(() => readAutologDefaults(config({}), { AUTOLOG_OPTIONS: '{' }), SyntaxError);
  });
});
