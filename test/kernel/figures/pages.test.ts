import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { JSDOM, type DocumentInPage } from 'jsdom';
import { PLOTLY_TRACES } from '../../../src/kernel/api/figures/plotly.js';
import { plotlyPage } from '../../../src/kernel/figures/plotly-page.js';
import { svgPage } from '../../../src/kernel/html/svg-page.js';
import { BUILT } from './built.js';

/** Texts that would like to be something else. */
const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ...['</script>', '</SCRIPT\t>', '<script>', '<!--', '-->', ']]>', '</title>', '</style>'],
        ...['"', "'", '`', '${', '\\', '&lt;', '&', '<', '>', '\u2028', '\u2029', '\n', '\\u003c']
      )
    ),
    { maxLength: 8 }
  )
  .map(parts => parts.join(''));

const data = fc.record({
  data: fc.array(fc.dictionary(nasty, fc.oneof(nasty, fc.double(), fc.array(nasty)))),
  layout: fc.record({ title: fc.record({ text: nasty }) })
});

/** What stands in a page of HTML, as browsers read it; nothing of it is run. */
function elementsOf(document: DocumentInPage): string[] {
  return [...document.querySelectorAll('*')].map(({ localName }) => localName);
}

/** As it is after HTML has read it: it knows no null character and one kind of line end. */
const inHtml = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\0/g, '\uFFFD');

describe('a page with a figure of Plotly', () => {
  const library = 'const Plotly = { text: "</script><!--<script>" };';
  const plain = elementsOf(
    new JSDOM(plotlyPage({ title: 't', spec: { data: [] } }, library)).window.document
  );

  it('holds whatever text as data, and nothing of it as a part of the page', () => {
    fc.assert(
      fc.property(data, nasty, (spec, title) => {
        const { document } = new JSDOM(plotlyPage({ title, spec }, library)).window;
        assert.deepEqual(elementsOf(document), plain);
        const kept = document.getElementById('specification')?.textContent ?? '';
        assert.deepEqual(JSON.parse(kept), JSON.parse(JSON.stringify(spec)));
        assert.doesNotMatch(kept, /[<\u2028\u2029]/);
      })
    );
  });

  it('runs Plotly with the figure, without the button that sends it away', () => {
    const spy = 'globalThis.Plotly = { newPlot: (...given) => { globalThis.given = given; } };';
    const spec = { data: [{ y: [1, 2] }], layout: { width: 7 }, config: { showSendToCloud: true } };
    const page = plotlyPage({ title: 't', spec }, `${spy} "</script>"`);
    const { window } = new JSDOM(page, { runScripts: 'dangerously' });
    const given = (window as unknown as { given: unknown }).given;
    assert.deepEqual(JSON.parse(JSON.stringify(given)), [
      'figure',
      { ...spec, config: { responsive: true, showSendToCloud: false } }
    ]);
  });

  it('shows the traces that calls are told it shows', () => {
    const { window } = new JSDOM('', { runScripts: 'outside-only' });
    window.eval(readFileSync(BUILT.plotly, 'utf8'));
    const { Plotly } = window as unknown as {
      Plotly: { PlotSchema: { get(): { traces: object } } };
    };
    assert.deepEqual(Object.keys(Plotly.PlotSchema.get().traces).sort(), [...PLOTLY_TRACES]);
  });
});

describe('a page with an SVG', () => {
  const plain = elementsOf(new JSDOM(svgPage({ svg: '<svg/>', title: 't' })).window.document);

  it('holds whatever text as a picture with a title, and nothing of it as a part of the page', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (svg, title, description) => {
        const { document } = new JSDOM(svgPage({ svg, title, description })).window;
        assert.deepEqual(elementsOf(document), plain);
        const image = document.querySelector('img');
        const [, bytes = ''] = image?.src.split(';base64,') ?? [];
        assert.equal(
          Buffer.from(bytes, 'base64').toString('utf8'),
          svg.replace(/\p{Cs}/gu, '\uFFFD')
        );
        assert.equal(image?.alt, inHtml(description));
      })
    );
  });

  it('forbids itself to load and to run anything', () => {
    const page = svgPage({ svg: '<svg/>', title: 't' });
    assert.match(page, /Content-Security-Policy" content="default-src 'none'; img-src data:;/);
    assert.doesNotMatch(page, /<script|script-src/);
  });
});
