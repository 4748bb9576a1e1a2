import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { makeKernelParts } from '../runs/kernel-parts.js';
import { anything, itRefuses } from './refused-call.js';

describe('mlflow.logTable', () => {
  it('records columns and rows, from lists by column and from rows', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logTable({ question: ['a', 'b'], 'größe ✓': [1, null] }, 'eval/t.json');
    mlflow.logTable([{ question: 'a', 'größe ✓': 1 }, { question: 'b' }], 'eval/t.json');
    for (const { path, columns, rows } of journal.of('table')) {
      assert.equal(path, 'eval/t.json');
      assert.deepEqual(columns, ['question', 'größe ✓']);
      assert.deepEqual(rows, [
        ['a', 1],
        ['b', null]
      ]);
    }
    assert.equal(journal.of('table').length, 2);
  });

  it('is the same table from either side', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const names = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 5 });
    const table = fc.tuple(names, fc.integer({ min: 1, max: 8 })).chain(([columns, length]) =>
      fc
        .array(fc.array(value, { minLength: columns.length, maxLength: columns.length }), {
          minLength: length,
          maxLength: length
        })
        .map(rows => ({ columns, rows }))
    );
    fc.assert(
      fc.property(table, ({ columns, rows }) => {
        const { mlflow, journal } = makeKernelParts();
        const objects = rows.map(row =>
          Object.fromEntries(columns.map((name, index) => [name, row[index]]))
        );
        const lists = Object.fromEntries(
          columns.map((name, index) => [name, rows.map(row => row[index])])
        );
        mlflow.logTable(objects, 't.json');
        mlflow.logTable(lists, 't.json');
        const [a, b] = journal.of('table');
        assert.deepEqual([...a!.columns].sort(), [...columns].sort());
        assert.deepEqual([a!.columns, a!.rows], [b!.columns, b!.rows]);
        const place = a!.columns.map(name => columns.indexOf(name));
        assert.deepEqual(
          a!.rows,
          rows.map(row => place.map(index => row[index]))
        );
      })
    );
  });

  it('keeps what JSON has no word for as pandas does, and what is in cells', () => {
    const { mlflow, journal } = makeKernelParts();
    const cells = [NaN, Infinity, undefined, new Date(0), { deep: [1] }, () => 1];
    mlflow.logTable({ cells }, 't.json');
    assert.deepEqual(
      journal.of('table')[0]?.rows.map(([cell]) => cell),
      [null, null, null, '1970-01-01T00:00:00.000Z', { deep: [1] }, null]
    );
  });

  it('keeps the table as it was, whatever becomes of the values', () => {
    const { mlflow, journal } = makeKernelParts();
    const row = { deep: { a: 1 } };
    mlflow.logTable([row], 't.json');
    row.deep.a = 2;
    assert.deepEqual(journal.of('table')[0]?.rows, [[{ a: 1 }]]);
  });

  it('takes tables without rows or columns, and a column of any name', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logTable([], 'a.json');
    mlflow.logTable({}, 'b.json');
    mlflow.logTable({ a: [] }, 'c.json');
    mlflow.logTable([JSON.parse('{"__proto__": 1}') as object as never], 'd.json');
    assert.deepEqual(
      journal.of('table').map(({ columns, rows }) => [columns, rows]),
      [
        [[], []],
        [[], []],
        [['a'], []],
        [['__proto__'], [[1]]]
      ]
    );
  });

  it('takes a hundred thousand rows', () => {
    const { mlflow, journal } = makeKernelParts();
    const rows = Array.from({ length: 100_000 }, (_, index) => ({ index, text: 'x'.repeat(20) }));
    mlflow.logTable(rows, 'big.json');
    assert.equal(journal.of('table')[0]?.rows.length, 100_000);
  });

  const circular: unknown[] = [];
  circular.push(circular);
  itRefuses([
    ['no table', m => m.logTable(anything(null), 't.json'), /takes lists by column.*list of rows/],
    ['a text', m => m.logTable(anything('a,b'), 't.json'), /takes lists by column/],
    [
      'columns of different lengths',
      m => m.logTable({ a: [1, 2], b: [1] }, 't.json'),
      /the column "b" has 1 values, the first one 2/
    ],
    [
      'a column that is no list',
      m => m.logTable(anything({ a: [1], b: 1 }), 't.json'),
      /the column "b" is number 1, not a list/
    ],
    [
      'a first column that is no list',
      m => m.logTable(anything({ a: 'x' }), 't.json'),
      /the column "a" is "x", not a list/
    ],
    ['rows that are none', m => m.logTable([anything(5)], 't.json'), /rows as objects.*5 among/],
    ['rows in lists', m => m.logTable([anything([1])], 't.json'), /rows as objects/],
    ['a bigint', m => m.logTable({ a: [1n] }, 't.json'), /no JSON form/],
    ['a value that holds itself', m => m.logTable({ a: circular }, 't.json'), /no JSON form/],
    ['another ending', m => m.logTable([], 't.csv'), /"t\.csv" must end in \.json/],
    ['a Parquet file', m => m.logTable([], 't.parquet'), /Tables are kept as JSON/],
    ['a path that MLflow refuses', m => m.logTable([], 'a,b.json'), /holds ,/],
    ['a path that leads out', m => m.logTable([], '../t.json'), /has the part '\.\.'/]
  ]);
});
