import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderCardHtml } from '../../../src/kernel/card/card-html.js';
import { DELIVERIES, HOSTILE, runCard, runSummary } from './card-samples.js';

/** Elements that the card is made of, and nothing else may be. */
const ELEMENTS = /^\/?(div|span|b|svg|path)$/;

/** The tags of `html`, as an HTML parser would see them: a `<` that begins a name. */
function tags(html: string): string[] {
  return [...html.matchAll(/<(\/?[a-z!?][^\s>/]*)/gi)].map(match => match[1]!.toLowerCase());
}

describe('The card as HTML', () => {
  it('escapes whatever a program or a person named', () => {
    const [metric] = runSummary().metrics;
    const html = renderCardHtml(
      runCard({
        experiment: { name: HOSTILE, id: HOSTILE },
        runs: [
          runSummary({
            name: HOSTILE,
            reason: HOSTILE,
            status: 'FAILED',
            metrics: [{ ...metric!, key: HOSTILE }]
          })
        ],
        delivery: { state: 'not-recorded', reason: HOSTILE, next: HOSTILE },
        faults: [HOSTILE]
      })
    );
    assert.ok(
      tags(html).every(tag => ELEMENTS.test(tag)),
      tags(html).join()
    );
    assert.ok(!html.includes(`'alert(2)'`), 'quotes are escaped too');
    const escaped = html.split('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;').length - 1;
    // Experiment, name, reason, the metric twice (also for screen readers), two of delivery, fault.
    assert.equal(escaped, 8);
    assert.ok(html.includes('&amp;amp;'));
  });

  it('holds no script, no handler, no link, and loads nothing', () => {
    const html = renderCardHtml(runCard({ faults: ['see http://example.org'] }));
    assert.doesNotMatch(html, /<script|javascript:|\son[a-z]+=|href=|src=|url\(|@import/i);
  });

  it('shows the metrics with their curves, readable without seeing', () => {
    const html = renderCardHtml(runCard());
    assert.match(html, /title="0.041">loss <b[^>]*>0.041<\/b>/);
    assert.match(html, /<svg [^>]*role="img" aria-label="loss by step"/);
    assert.match(html, /<path d="M1 1L71 17"/);
  });

  it('draws nothing where no value is finite', () => {
    const [metric] = runSummary().metrics;
    const html = renderCardHtml(
      runCard({ runs: [runSummary({ metrics: [{ ...metric!, last: 'NaN', curve: [] }] })] })
    );
    assert.match(html, /<path d=""/);
    assert.match(html, />NaN</);
  });

  for (const [delivery, words] of DELIVERIES) {
    it(`says ${words === null ? 'nothing more' : `"${words}"`} where records are ${delivery.state}`, () => {
      const html = renderCardHtml(runCard({ delivery }));
      const lines = ['Logged 1 run to experiment iris', ...(words === null ? [] : [words])];
      assert.ok(html.endsWith(`${lines.map(line => `<div>${line}</div>`).join('')}</div></div>`));
    });
  }

  for (const status of ['RUNNING', 'FINISHED', 'FAILED', 'KILLED'] as const) {
    it(`gives ${status} a colour that is readable on black and on white`, () => {
      const html = renderCardHtml(runCard({ runs: [runSummary({ status })] }));
      const [, colour] = /color:#([0-9a-f]{6})/.exec(html)!;
      const luminance = relativeLuminance(colour!);
      assert.ok((luminance + 0.05) / 0.05 >= 4.5, 'on black');
      assert.ok(1.05 / (luminance + 0.05) >= 3, 'on white');
    });
  }
});

/** WCAG 2.2, "relative luminance". */
function relativeLuminance(colour: string): number {
  const [red, green, blue] = [0, 2, 4].map(start => {
    const part = parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
