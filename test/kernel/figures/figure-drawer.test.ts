import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import * as fc from 'fast-check';
import { JSDOM, type DocumentInPage } from 'jsdom';
import type { Drawing } from '../../../src/kernel/figures/drawing.js';
import { FigureDrawer, FigureError } from '../../../src/kernel/shipper/errands/figure-drawer.js';
import { ShutdownError } from '../../../src/kernel/shipper/failures/patience.js';
import { BUILT } from './built.js';

const { DOMParser } = new JSDOM().window;

/** The document of a text that must be well-formed. */
function parse(svg: string): DocumentInPage {
  const document = new DOMParser().parseFromString(svg, 'application/xml');
  assert.equal(document.querySelector('parsererror')?.textContent, undefined, svg);
  return document;
}

function lite(spec: object, name = 'a.svg'): Drawing {
  const data = { values: [{ a: 'one', b: 28 }] };
  return { path: name, kind: 'vega-lite', spec: { data, mark: 'bar', ...spec } };
}

function image(url: unknown): Drawing {
  const size = { width: { value: 10 }, height: { value: 10 } };
  const mark = { type: 'image', encode: { enter: { url: { value: url }, ...size } } };
  return { path: 'a.svg', kind: 'vega', spec: { width: 10, height: 10, marks: [mark] } };
}

describe('what draws figures', () => {
  const { signal } = new AbortController();
  const drawer = new FigureDrawer({ script: BUILT.script, signal });
  const folder = mkdtempSync(path.join(tmpdir(), 'autolog-figures-'));
  after(() => {
    drawer.close();
    rmSync(folder, { recursive: true });
  });

  /** A program that behaves as one that draws might. */
  function program(name: string, text: string): FigureDrawer {
    const script = path.join(folder, name);
    writeFileSync(script, text);
    return new FigureDrawer({ script, signal, patience: 1 });
  }

  it('makes a picture of Vega-Lite', async () => {
    const encoding = {
      x: { field: 'a', type: 'nominal' },
      y: { field: 'b', type: 'quantitative', title: 'how many' }
    };
    const svg = await drawer.draw(lite({ encoding }));
    const { documentElement } = parse(svg);
    assert.equal(documentElement.localName, 'svg');
    assert.match(documentElement.textContent ?? '', /one.*how many/);
    assert.equal(documentElement.querySelectorAll('[aria-roledescription="bar"]').length, 1);
  });

  it('makes pages of Vega-Lite and of Plotly, which load nothing', async () => {
    const pages = [
      await drawer.draw(lite({ description: 'what it is' }, 'a/b.html')),
      await drawer.draw({ path: 'a/b.html', kind: 'plotly', spec: { data: [{ y: [1] }] } })
    ];
    for (const page of pages) {
      const { document } = new JSDOM(page).window;
      assert.equal(document.title, 'a/b.html');
      const references = [...document.querySelectorAll('[src], [href]')].flatMap(element =>
        ['src', 'href'].map(name => element.getAttribute(name) ?? 'data:')
      );
      assert.deepEqual(
        references.filter(reference => !reference.startsWith('data:')),
        []
      );
    }
    assert.match(pages[0]!, /alt="what it is"/);
    assert.match(pages[1]!, /"data":\[\{"y":\[1\]\}\]/);
  });

  it('makes well-formed pictures of whatever texts', async () => {
    // Vega itself takes a title such as `constructor` for one of its operators, and fails.
    const isTitle = (title: string): boolean => !(title in {});
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('</text><script>', ']]>', '<!--', '"', "'", '&', '\u0000', '\uFFFE', '\u001b')
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 6 }),
        text.filter(isTitle),
        async (words, title) => {
          const values = words.map(word => ({ word, link: `https://example.org/${word}` }));
          const field = { field: 'word', type: 'nominal' };
          const encoding = { y: field, text: field, tooltip: field, href: { field: 'link' } };
          const mark = { type: 'text', description: title };
          const svg = await drawer.draw(lite({ data: { values }, mark, encoding, title }));
          assert.equal(parse(svg).querySelectorAll('script').length, 0);
        }
      ),
      { numRuns: 60 }
    );
  });

  const refused: [what: string, drawing: Drawing, words: RegExp][] = [
    [
      'data from the web',
      lite({ data: { url: 'http://127.0.0.1:9/a' } }),
      /"http:\/\/127.*"values"/
    ],
    ['data from a file', lite({ data: { url: '/etc/hostname' } }), /refers to "\/etc\/hostname"/],
    [
      'data from where an expression says',
      {
        path: 'a.svg',
        kind: 'vega',
        spec: { data: [{ name: 'd', url: { signal: "'fi' + 'le:///etc/hostname'" } }], marks: [] }
      },
      /refers to "file:\/\/\/etc\/hostname"/
    ],
    ['a picture from the web', image('https://127.0.0.1:9/a.png'), /refers to "https:/],
    ['a picture from a file', image('/tmp/a.png'), /refers to "\/tmp\/a\.png"/],
    ['a specification of nothing', lite({ mark: undefined }), /can't be drawn: /],
    [
      'code in an expression',
      { path: 'a.svg', kind: 'vega', spec: { signals: [{ name: 's', update: 'process.exit()' }] } },
      /can't be drawn: Illegal callee/
    ]
  ];
  for (const [what, drawing, words] of refused) {
    it(`refuses ${what}, and draws the next one`, async () => {
      await assert.rejects(drawer.draw(drawing), (error: unknown) => {
        assert.ok(error instanceof FigureError);
        assert.match(error.message, words);
        return true;
      });
      parse(await drawer.draw(image('data:image/png;base64,AAAA')));
    });
  }

  it('gives up a figure that takes too long', async () => {
    const slow = program('slow.cjs', 'process.on("message", () => { for (;;); });');
    await assert.rejects(slow.draw(lite({})), /can't be drawn: it takes longer than 1 seconds/);
  });

  it('gives up a figure that ends the process twice, and not once', async () => {
    const dies = program('dies.cjs', 'process.on("message", () => process.exit(9));');
    await assert.rejects(dies.draw(lite({})), /the process that draws it ended \(9\)/);
    const mark = JSON.stringify(path.join(folder, 'died'));
    const once = program(
      'dies-once.cjs',
      `process.on("message", () => {
        const fs = require("fs");
        if (fs.existsSync(${mark})) { process.send({ text: "drawn" }); return; }
        fs.writeFileSync(${mark}, "");
        process.kill(process.pid, "SIGKILL");
      });`
    );
    assert.equal(await once.draw(lite({})), 'drawn');
    once.close();
  });

  it('stops at once when the shipper is asked to end', async () => {
    const asked = new AbortController();
    const script = path.join(folder, 'waits.cjs');
    writeFileSync(script, 'process.on("message", () => undefined);');
    const waits = new FigureDrawer({ script, signal: asked.signal });
    const drawn = waits.draw(lite({}));
    const next = waits.draw(lite({}));
    asked.abort();
    await assert.rejects(drawn, ShutdownError);
    await assert.rejects(next, ShutdownError);
  });
});
