import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutCode, withoutRequire } from '../../../src/kernel/config/node-options.js';

const OURS = '/opt/jupyterlab autolog/prelude.cjs';

describe('NODE_OPTIONS without the prelude', () => {
  const isOurs = (file: string): boolean =>
    file === OURS || file === '/p/prelude.cjs' || file === 'C:\\a b\\prelude.cjs';
  const cases: [before: string, after: string][] = [
    ['--require /p/prelude.cjs', ''],
    ['-r /p/prelude.cjs', ''],
    ['--require=/p/prelude.cjs', ''],
    [`--require "${OURS}"`, ''],
    ['--require "C:\\\\a b\\\\prelude.cjs"', ''],
    ['--max-old-space-size=4096 --require /p/prelude.cjs', '--max-old-space-size=4096'],
    ['--require /p/prelude.cjs --trace-warnings', '--trace-warnings'],
    ['--a  --require   /p/prelude.cjs  --b', '--a  --b'],
    ['--require "/my own/file.cjs" --require /p/prelude.cjs', '--require "/my own/file.cjs"'],
    ['--require /other/prelude.cjs', '--require /other/prelude.cjs'],
    ['--import /p/prelude.cjs', '--import /p/prelude.cjs'],
    ['--title="a --require /p/prelude.cjs b"', '--title="a --require /p/prelude.cjs b"'],
    ['--require /p/prelude.cjs --require /p/prelude.cjs', ''],
    ['--require', '--require'],
    ['', '']
  ];
  for (const [before, after] of cases) {
    it(`leaves ${JSON.stringify(after)} of ${JSON.stringify(before)}`, () => {
      assert.equal(withoutRequire(before, isOurs), after);
    });
  }
});

describe('NODE_OPTIONS of a helper', () => {
  const cases: [before: string, after: string][] = [
    ['--use-openssl-ca --max-old-space-size=4096', '--use-openssl-ca --max-old-space-size=4096'],
    ['--inspect --inspect-brk=0.0.0.0:9229 --use-openssl-ca', '--use-openssl-ca'],
    [
      '--require ./a.js -r "./b c.js" --import=./d.mjs --loader ./e.mjs --trace-exit',
      '--trace-exit'
    ],
    ['--experimental-loader=./e.mjs', ''],
    ['--inspect-port=1 --stack-trace-limit=50', '--stack-trace-limit=50']
  ];
  for (const [before, after] of cases) {
    it(`leaves ${JSON.stringify(after)} of ${JSON.stringify(before)}`, () => {
      assert.equal(withoutCode(before), after);
    });
  }
});
