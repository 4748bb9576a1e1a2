import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assertName, nameFault, sanitizeName, type NameKind } from '../../src/tracking/index.js';

const VALID: Readonly<Record<NameKind, readonly string[]>> = {
  metric: [
    'loss',
    'val/acc',
    'a b',
    'a.b-c_d:e',
    'точность',
    '損失',
    'a/..b',
    '.a',
    '…'.slice(1) + 'x'
  ],
  param: ['opt_learning_rate', 'ab'.repeat(125)],
  tag: ['mlflow.source.name', 'autolog.clientRunId'],
  experiment: ['a/b', 'with "quotes" & 😀', 'x'.repeat(500), '😀'.repeat(500), '..'],
  run: ['', 'anything / at : all %', 'x'.repeat(250)],
  loggedModel: ['model', 'my model', '模型'],
  registeredModel: ['iris', 'catalog.schema.model', 'a b'],
  alias: ['champion', 'a-b_c', 'v', 'v1a', 'latest2']
};

const INVALID: Readonly<Record<NameKind, readonly string[]>> = {
  metric: [
    '',
    'val_acc@5',
    'f1(macro)',
    'x[0]',
    '/a',
    'a/',
    'a//b',
    './a',
    'a/./b',
    '..',
    '../a',
    'a/../b'
  ],
  param: ['..a', '.', 'a\n', 'a\nb', 'a\tb', 'é'.normalize('NFD'), '😀', 'x'.repeat(251), '\ud800'],
  tag: ['a=b', 'a,b', 'a\\b', 'a%20b'],
  experiment: ['', 'x'.repeat(501), '😀'.repeat(501), 'a\0b', '\udfff'],
  run: ['x'.repeat(251), 'a\0'],
  loggedModel: ['', 'a/b', 'a:b', 'a.b', 'a%b', 'a"b', "a'b"],
  registeredModel: ['', ' ', 'a/b', 'a:b', '.', '..a'],
  alias: ['', 'latest', 'LATEST', 'v1', 'V12', 'a.b', 'a b', 'x'.repeat(256)]
};

describe('names', () => {
  it('have no letters that servers of an older Python would refuse', () => {
    assert.match(nameFault('param', '\u{14380}') ?? '', /letter that Unicode has only since/);
    assert.match(nameFault('alias', '\u{14380}') ?? '', /letter that Unicode has only since/);
    assert.equal(sanitizeName('loss \u{14380} a'), 'loss _ a');
  });

  for (const kind of Object.keys(VALID) as NameKind[]) {
    it(`takes the ${kind} names that MLflow takes`, () => {
      for (const name of VALID[kind]) {
        assert.equal(nameFault(kind, name), null, JSON.stringify(name));
      }
    });

    it(`refuses the ${kind} names that MLflow refuses`, () => {
      for (const name of INVALID[kind]) {
        assert.notEqual(nameFault(kind, name), null, JSON.stringify(name));
      }
    });
  }

  it('counts code points, not UTF-16 units', () => {
    assert.equal(nameFault('metric', '𝛼'.repeat(250)), null);
    assert.match(nameFault('metric', '𝛼'.repeat(251)) ?? '', /longer than 250/);
  });

  it('says which character is wrong and what to do', () => {
    assert.throws(() => assertName('metric', 'f1(macro)'), {
      name: 'MlflowArgumentError',
      message: /metric name "f1\(macro\)" holds "\(".*use another name/
    });
  });

  it('refuses what is not a text, as JavaScript may hand it in', () => {
    assert.match(nameFault('param', 5 as unknown as string) ?? '', /number/);
  });
});

describe('sanitizeName', () => {
  const CASES: readonly (readonly [string, string])[] = [
    ['loss', 'loss'],
    ['val_acc@5', 'val_acc_at_5'],
    ['f1(macro)', 'f1_macro'],
    ['x[0]', 'x_0'],
    ['/a//b/', 'a/b'],
    ['../../etc/passwd', '_/_/etc/passwd'],
    ['a/./b', 'a/_/b'],
    ['..a', '_a'],
    ['', 'unnamed'],
    ['😀', 'unnamed'],
    ['a\nb', 'a_b'],
    ['точность %', 'точность _pct'],
    ['x'.repeat(300), 'x'.repeat(250)],
    [`${'x'.repeat(249)}/y`, 'x'.repeat(249)],
    [`${'x'.repeat(247)}/..y/z`, 'x'.repeat(247)]
  ];

  for (const [name, wanted] of CASES) {
    it(`makes ${JSON.stringify(wanted.slice(0, 30))} of ${JSON.stringify(name.slice(0, 30))}`, () => {
      assert.equal(sanitizeName(name), wanted);
    });
  }

  const awkward = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom('.', '/', 'a', ' ', '@', '_', '\ud800', '\n', 'é', ':'),
      maxLength: 300
    })
  );

  it('gives a valid name for whatever it is given, and the same when asked again', () => {
    fc.assert(
      fc.property(awkward, name => {
        const clean = sanitizeName(name);
        assert.equal(nameFault('metric', clean), null);
        assert.equal(sanitizeName(clean), clean);
      }),
      { numRuns: 2000 }
    );
  });

  it('leaves every valid name as it is', () => {
    fc.assert(
      fc.property(awkward, name => {
        fc.pre(nameFault('tag', name) === null);
        assert.equal(sanitizeName(name), name);
      })
    );
  });
});
