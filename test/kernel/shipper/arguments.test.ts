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

  it('name a journal from elsewhere, and where it goes', () => {
    const carry = ['--carry', 'c', '--home', 'h'];
    const carried = { mode: 'carry', folder: path.resolve('c'), home: path.resolve('h') };
    assert.deepEqual(readArguments([...carry, '--uri', 'http://a']), {
      ...carried,
      target: { kind: 'uri', uri: 'http://a' }
    });
    assert.deepEqual(readArguments([...carry, '--root', 'r']), {
      ...carried,
      target: { kind: 'embedded', root: path.resolve('r') }
    });
  });

  it('make no sense otherwise', () => {
    for (const given of [
      [],
      ['--recover'],
      ['--home', 'h'],
      ['--journal'],
      ['--journal', 'a', '--recover'],
      ['--carry', 'c', '--home', 'h'],
      ['--carry', 'c', '--uri', 'http://a'],
      ['--carry', 'c', '--home', 'h', '--uri', 'http://a', '--root', 'r'],
      ['--carry', 'c', '--recover', '--home', 'h', '--uri', 'http://a'],
      ['x']
    ]) {
      assert.equal(readArguments(given), null, given.join(' '));
    }
  });
});
