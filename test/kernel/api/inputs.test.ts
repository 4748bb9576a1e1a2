import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { DatasetDescription } from '../../../src/kernel/api/types/mlflow.js';
import { makeKernelParts } from '../runs/kernel-parts.js';
import { anything, itRefuses } from './refused-call.js';

/** The record of a dataset that was logged. */
function recorded(description: DatasetDescription) {
  const { mlflow, journal } = makeKernelParts();
  mlflow.logInput(description);
  return journal.of('dataset')[0]!;
}

describe('mlflow.logInput', () => {
  it('records what it is given, with context and tags, and returns what metrics refer to', () => {
    const { mlflow, journal } = makeKernelParts();
    const identity = mlflow.logInput(
      {
        name: 'iris',
        digest: 'abc',
        source: 'https://example.org/iris.csv',
        schema: { mlflow_colspec: [] },
        profile: { num_rows: 150 }
      },
      { context: 'train', tags: { split: 1 } }
    );
    assert.deepEqual(identity, { name: 'iris', digest: 'abc' });
    const record = journal.of('dataset')[0]!;
    assert.deepEqual(record, {
      type: 'dataset',
      run: journal.of('run')[0]?.run,
      name: 'iris',
      digest: 'abc',
      schema: '{"mlflow_colspec":[]}',
      profile: '{"num_rows":150}',
      source: { type: 'http', text: '{"url":"https://example.org/iris.csv"}' },
      context: 'train',
      tags: { split: '1' }
    });
  });

  it('describes rows by their columns', () => {
    const data = [
      { n: 1, x: 0.5, t: 'a', b: true, d: new Date(0), some: null },
      { n: 2, x: 1, t: 'b', b: false, d: new Date(1), some: 1, late: 'x' }
    ];
    const { schema, profile } = recorded({ name: 'rows', data });
    const columns = (
      JSON.parse(schema) as { mlflow_colspec: { name: string; type: string; required: boolean }[] }
    ).mlflow_colspec;
    assert.deepEqual(
      columns.map(({ name, type, required }) => [name, type, required]),
      [
        ['n', 'long', true],
        ['x', 'double', true],
        ['t', 'string', true],
        ['b', 'boolean', true],
        ['d', 'datetime', true],
        ['some', 'long', false],
        ['late', 'string', false]
      ]
    );
    assert.deepEqual(JSON.parse(profile), { num_rows: 2, num_elements: 14 });
  });

  it('describes numbers by their shape, also in typed arrays', () => {
    for (const data of [
      [
        [1, 2, 3],
        [4, 5, 6]
      ],
      [Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)]
    ]) {
      const { schema, profile } = recorded({ name: 'numbers', data });
      const { features } = (JSON.parse(schema) as { mlflow_tensorspec: { features: string } })
        .mlflow_tensorspec;
      assert.deepEqual(JSON.parse(features), [
        { type: 'tensor', 'tensor-spec': { dtype: 'float64', shape: [-1, 3] } }
      ]);
      assert.deepEqual(JSON.parse(profile), { features_shape: [2, 3], features_size: 6 });
    }
  });

  it('has a digest that differs where the content does, and only there', () => {
    const rows = fc.array(fc.record({ a: fc.integer(), b: fc.string() }), { maxLength: 5 });
    fc.assert(
      fc.property(rows, rows, (one, other) => {
        const a = recorded({ name: 'd', data: one }).digest;
        const b = recorded({ name: 'd', data: other }).digest;
        assert.equal(a === b, JSON.stringify(one) === JSON.stringify(other));
        assert.match(a, /^[0-9a-f]{16}$/);
      })
    );
    assert.notEqual(recorded({ name: 'a' }).digest, recorded({ name: 'b' }).digest);
  });

  it('knows a source by its address, or by the kind that is given', () => {
    const source = (description: Partial<DatasetDescription>): unknown =>
      recorded({ name: 'd', ...description }).source;
    assert.equal(source({}), undefined);
    assert.deepEqual(source({ source: '/data/x.csv' }), {
      type: 'local',
      text: '{"uri":"/data/x.csv"}'
    });
    assert.deepEqual(source({ source: 's3://b/x', sourceType: 's3' }), {
      type: 's3',
      text: '{"uri":"s3://b/x"}'
    });
  });

  it('takes names and digests as long as MLflow does, counted in characters', () => {
    const { name, digest } = recorded({ name: '𝒳'.repeat(500), digest: '𝒳'.repeat(36) });
    assert.deepEqual([[...name].length, [...digest].length], [500, 36]);
  });

  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  itRefuses([
    ['no dataset', m => m.logInput(anything(null)), /object of facts about a dataset/],
    ['no name', m => m.logInput(anything({})), /A dataset's name has 1 to 500 characters/],
    ['an empty name', m => m.logInput({ name: '' }), /1 to 500 characters, and ""/],
    ['a name too long', m => m.logInput({ name: 'x'.repeat(501) }), /1 to 500 characters/],
    ['a digest too long', m => m.logInput({ name: 'd', digest: 'x'.repeat(37) }), /1 to 36/],
    ['data that is none', m => m.logInput({ name: 'd', data: anything('x') }), /list of rows/],
    [
      'lists of different lengths',
      m => m.logInput({ name: 'd', data: [[1], [1, 2]] }),
      /lists of different lengths side by side/
    ],
    ['texts among numbers', m => m.logInput({ name: 'd', data: [[1], ['x']] }), /has string in it/],
    [
      'no row among rows',
      m => m.logInput({ name: 'd', data: [{ a: 1 }, anything(null)] }),
      /has rows, and something else among them/
    ],
    [
      'data without a JSON form',
      m => m.logInput({ name: 'd', data: [{ a: 1n }] }),
      /value without a JSON form.*Give its digest and profile instead/
    ],
    ['data that holds itself', m => m.logInput({ name: 'd', data: [circular] }), /JSON form/],
    ['a schema that is none', m => m.logInput({ name: 'd', schema: anything('x') }), /schema.*"x"/],
    [
      'a schema too long',
      m => m.logInput({ name: 'd', schema: { text: 'x'.repeat(1_048_576) } }),
      /schema has at most 1048575 characters as JSON, and 1048587 were given/
    ],
    ['a profile without a form', m => m.logInput({ name: 'd', profile: circular }), /JSON form/],
    ['a source that is none', m => m.logInput({ name: 'd', source: anything(5) }), /source of a/],
    [
      'a source too long',
      m => m.logInput({ name: 'd', source: 'x'.repeat(65_536) }),
      /source has at most 65535/
    ],
    [
      'a context that is none',
      m => m.logInput({ name: 'd' }, { context: anything(5) }),
      /context must be a string/
    ],
    ['bad tags', m => m.logInput({ name: 'd' }, { tags: { 'a?': 1 } }), /holds "\?"/],
    ['options that are none', m => m.logInput({ name: 'd' }, anything('x')), /object of options/]
  ]);
});

describe('mlflow.logInputs', () => {
  it('records all with the same context, and returns each', () => {
    const { mlflow, journal } = makeKernelParts();
    const identities = mlflow.logInputs(
      [
        { name: 'a', digest: '1' },
        { name: 'b', digest: '2' }
      ],
      { context: 'eval' }
    );
    assert.deepEqual(identities, [
      { name: 'a', digest: '1' },
      { name: 'b', digest: '2' }
    ]);
    assert.deepEqual(
      journal.of('dataset').map(({ name, context }) => [name, context]),
      [
        ['a', 'eval'],
        ['b', 'eval']
      ]
    );
  });

  itRefuses([
    ['one dataset', m => m.logInputs(anything({ name: 'a' })), /a list of datasets; logInput/],
    ['one bad one among good ones', m => m.logInputs([{ name: 'a' }, { name: '' }]), /1 to 500/]
  ]);
});
