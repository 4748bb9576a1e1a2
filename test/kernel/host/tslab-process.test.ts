import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isTslabKernel } from '../../../src/kernel/host/tslab/tslab-process.js';

describe('A process', () => {
  const kernels = [
    ['node', '/usr/lib/node_modules/tslab/bin/tslab', 'kernel', '--config-path', '/c.json'],
    ['node', '/home/me/node_modules/.bin/tslab', 'kernel', '--config-path=/c.json'],
    ['node', 'C:/npm/tslab.js', 'kernel', '--config-path', '/c.json', '--js'],
    ['node', '/x/tslab.cjs', 'kernel', '--js', '--config-path', '/c.json']
  ];
  for (const argv of kernels) {
    it(`is a kernel: ${argv.slice(1).join(' ')}`, () => {
      assert.equal(isTslabKernel(argv), true);
    });
  }

  const others = [
    ['node'],
    ['node', '/usr/lib/node_modules/npm/bin/npx-cli.js', 'tslab', 'kernel', '--config-path', '/c'],
    ['node', '/x/tslab', 'install'],
    ['node', '/x/tslab', 'kernel'],
    ['node', '/x/my-tslab', 'kernel', '--config-path', '/c.json'],
    ['node', '/home/me/train.js', 'kernel', '--config-path', '/c.json']
  ];
  for (const argv of others) {
    it(`is none: ${argv.join(' ')}`, () => {
      assert.equal(isTslabKernel(argv), false);
    });
  }
});
