import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MlflowArgumentError } from '../../../src/tracking/index.js';
import { makeKernelParts } from '../runs/kernel-parts.js';

const LITE = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  data: { values: [{ a: 1 }] },
  mark: 'point'
};
const VEGA = { $schema: 'https://vega.github.io/schema/vega/v6.json', marks: [] };
const PLOTLY = { data: [{ x: [1], y: [2] }] };
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';
const FROM_AFAR = { ...LITE, data: { url: 'https://example.org/a.csv' } };

/** What logging `figure` writes besides the run. */
function logged(figure: string | object, path: string): Record<string, unknown>[] {
  const { mlflow, journal } = makeKernelParts();
  mlflow.startRun();
  mlflow.logFigure(figure, path);
  return journal.records
    .filter(({ type }) => type !== 'run')
    .map(({ ...record }) => ({ ...record, run: '' }));
}

describe('logFigure', () => {
  const drawn: [what: string, figure: object, path: string, kind: string][] = [
    ['Vega-Lite as a picture', LITE, 'a/b.svg', 'vega-lite'],
    ['Vega-Lite as a page', LITE, 'b.html', 'vega-lite'],
    ['Vega as a picture', VEGA, 'b.SVG', 'vega'],
    ['Vega as a page', VEGA, 'b.html', 'vega'],
    ['Plotly as a page', PLOTLY, 'b.html', 'plotly']
  ];
  for (const [what, figure, path, kind] of drawn) {
    it(`leaves the drawing to the delivery: ${what}`, () => {
      assert.deepEqual(logged(figure, path), [
        { type: 'figure', run: '', path, kind, spec: figure }
      ]);
    });
  }

  it('keeps what is logged as it is now, by its JSON form', () => {
    const values = [{ a: 1 }];
    const { mlflow, journal } = makeKernelParts();
    mlflow.logFigure({ toJSON: () => ({ ...LITE, data: { values } }) }, 'a.svg');
    values.push({ a: 2 });
    assert.deepEqual(journal.of('figure')[0]?.spec['data'], { values: [{ a: 1 }] });
  });

  it('takes typed arrays as lists of numbers', () => {
    const figure = { data: [{ x: new Float64Array([1, 2.5]), y: new Uint8Array([3, 4]) }] };
    const [record] = logged(figure, 'a.html');
    assert.deepEqual(record?.['spec'], { data: [{ x: [1, 2.5], y: [3, 4] }] });
  });

  it('logs an object as .json with any data and traces', () => {
    for (const figure of [FROM_AFAR, VEGA, { data: [{ type: 'surface' }] }]) {
      const [record] = logged(figure, 'a.json');
      assert.deepEqual(record, {
        type: 'text',
        run: '',
        path: 'a.json',
        text: `${JSON.stringify(figure, null, 2)}\n`
      });
    }
  });

  it('logs an SVG as it is, or in a page', () => {
    assert.equal(logged(SVG, 'a.svg')[0]?.['text'], SVG);
    const page = String(logged(SVG, 'a.html')[0]?.['text']);
    assert.match(page, /^<!DOCTYPE html>/);
    assert.ok(page.includes(Buffer.from(SVG).toString('base64')));
  });

  it('takes rows and settings that look like a source of data', () => {
    const rows = [{ data: { url: 'https://example.org' } }];
    assert.equal(logged({ ...LITE, data: { values: rows } }, 'a.svg').length, 1);
    assert.equal(
      logged({ ...LITE, data: { name: 'd' }, datasets: { d: rows } }, 'a.svg').length,
      1
    );
  });

  const refused: [what: string, figure: string | object, path: string, words: RegExp][] = [
    ['no figure', { some: 'object' }, 'a.json', /was given none of them/],
    ['a list', [1], 'a.json', /was given none of them/],
    ['a text without a picture', 'hello', 'a.svg', /without <svg>/],
    ['an SVG that browsers take for none', '<svg width="1"/>', 'a.html', /xmlns=/],
    ['an SVG as JSON', SVG, 'a.json', /must end in \.svg or \.html, unlike "a\.json"/],
    ['Vega-Lite as PNG', LITE, 'a.png', /must end in \.svg or \.html or \.json/],
    ['Plotly as SVG', PLOTLY, 'a.svg', /must end in \.html or \.json/],
    ['a path without an ending', LITE, 'a', /must end in/],
    ['a path outside the run', LITE, '../a.svg', /artifact path/],
    ['a figure without a JSON form', { ...PLOTLY, n: 1n }, 'a.html', /no JSON form/],
    ['data from the web', FROM_AFAR, 'a.svg', /"https:\/\/example\.org\/a\.csv".*"values".*\.json/],
    [
      'data from a file, deep inside',
      { ...VEGA, marks: [{ type: 'group', data: [{ name: 'd', url: 'd.json' }] }] },
      'a.html',
      /loads data from "d\.json"/
    ],
    [
      'data of a layer',
      { ...LITE, layer: [{ transform: [{ from: { data: { url: 'x.csv' } } }] }] },
      'a.svg',
      /loads data from "x\.csv"/
    ],
    [
      'traces that pages lack',
      { data: [{ type: 'scatter3d' }, { type: 'bar' }, { type: 'parcoords' }] },
      'a.html',
      /scatterternary, violin, and this figure has scatter3d, parcoords\. Log it as \.json/
    ],
    [
      'traces of a frame that pages lack',
      { ...PLOTLY, frames: [{ data: [{ type: 'sankey' }] }] },
      'a.html',
      /has sankey/
    ],
    ['traces that are none', { data: [null] }, 'a.html', /"data" of a Plotly figure is a list/],
    [
      'a picture from the web',
      { ...PLOTLY, layout: { images: [{ source: 'https://example.org/a.png' }] } },
      'a.html',
      /loads the picture "https:\/\/example\.org\/a\.png"/
    ],
    [
      'a trace of a picture from the web',
      { data: [{ type: 'image', source: '/a.png' }] },
      'a.html',
      /loads the picture "\/a\.png"/
    ]
  ];
  for (const [what, figure, path, words] of refused) {
    it(`is refused at once, and nothing is logged: ${what}`, () => {
      const { mlflow, journal } = makeKernelParts();
      assert.throws(
        () => {
          mlflow.logFigure(figure, path);
        },
        (error: unknown) => {
          assert.ok(error instanceof MlflowArgumentError, String(error));
          assert.match(error.message, words);
          return true;
        }
      );
      assert.deepEqual(journal.records, []);
    });
  }
});
