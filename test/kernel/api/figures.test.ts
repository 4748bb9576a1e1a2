import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeKernelParts } from '../runs/kernel-parts.js';
import { anything, itRefuses } from './refused-call.js';

const SVG = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>';
const VEGA = { $schema: 'https://vega.github.io/schema/vega-lite/v5.json', mark: 'point' };
const PLOTLY = { data: [{ y: [1, 2] }], layout: {} };

describe('mlflow.logFigure', () => {
  it('logs the text of an SVG as it is', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logFigure(SVG, 'plots/a.svg');
    assert.deepEqual(
      journal.of('text').map(({ path, text }) => [path, text]),
      [['plots/a.svg', SVG]]
    );
  });

  for (const [name, figure] of Object.entries({ VEGA, PLOTLY })) {
    it(`logs the specification of ${name} as JSON`, () => {
      const { mlflow, journal } = makeKernelParts();
      mlflow.logFigure(figure, 'a.json');
      assert.deepEqual(JSON.parse(journal.of('text')[0]!.text), figure);
    });
  }

  const circular: Record<string, unknown> = { ...PLOTLY };
  circular['self'] = circular;
  itRefuses([
    ['a text without an SVG', m => m.logFigure('<html>', 'a.svg'), /without <svg> in it/],
    ['an SVG under another ending', m => m.logFigure(SVG, 'a.png'), /must end in \.svg.*"a\.png"/],
    ['an object of no library', m => m.logFigure({ a: 1 }, 'a.json'), /Vega-Lite.*Plotly.*none/],
    ['nothing', m => m.logFigure(anything(null), 'a.json'), /logFigure takes/],
    ['a figure as an image', m => m.logFigure(VEGA, 'a.png'), /must end in .*\.json/],
    ['a figure that holds itself', m => m.logFigure(circular, 'a.json'), /no JSON form/],
    ['a path that leads out', m => m.logFigure(SVG, '../a.svg'), /has the part '\.\.'/]
  ]);
});
