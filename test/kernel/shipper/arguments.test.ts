import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readArguments } from '../../../src/kernel/shipper/arguments.js';

describe("the shipper's arguments", () => {
  it('name a journal, or a home to recover', () => {
    assert.deepEqual(readArguments(['--journal', 'a']), {
      mode: 'journal',
      folder: path.resolve('a')
    });
    const home = path.resolve('h');
    const recover = ['--recover', '--home', 'h'];
    assert.deepEqual(readArguments(recover), { mode: 'recover', home, root: null });
    assert.deepEqual(readArguments([...recover, '--root', '/r']), {
      mode: 'recover',
      home,
      root: '/r'
    });
  });

  it('make no sense otherwise', () => {
    for (const given of [
      [],
      ['--recover'],
      ['--home', 'h'],
      ['--journal'],
      ['--journal', 'a', '--recover'],
      ['x']
    ]) {
      assert.equal(readArguments(given), null, given.join(' '));
    }
  });
});
