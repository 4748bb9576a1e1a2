import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { wordsOf } from '../connection/error-words.js';
import { svgPage } from '../html/svg-page.js';
import type { Drawing, Drawn } from './drawing.js';
import { plotlyPage } from './plotly-page.js';
import { vegaSvg } from './vega-svg.js';

/** Plotly's program; the build puts it beside this one. */
const PLOTLY = path.join(__dirname, 'plotly-cartesian.min.js');

/** In characters. Some messages have the whole specification in them, which is kept anyway. */
const LONGEST_PROBLEM = 300;

/** Draws whatever this thread is sent, and sends back what came of it. */
export function answerDrawings(): void {
  parentPort?.on('message', (drawing: Drawing) => {
    void draw(drawing).then(drawn => {
      parentPort?.postMessage(drawn);
    });
  });
}

/** Never rejects. */
async function draw(drawing: Drawing): Promise<Drawn> {
  try {
    return { text: await textOf(drawing) };
  } catch (error) {
    const words = wordsOf(error);
    const isLong = words.length > LONGEST_PROBLEM;
    return { problem: isLong ? `${words.slice(0, LONGEST_PROBLEM)}…` : words };
  }
}

async function textOf(drawing: Drawing): Promise<string> {
  const { path: title, kind, spec } = drawing;
  switch (kind) {
    case 'plotly':
      return plotlyPage({ title, spec }, readFileSync(PLOTLY, 'utf8'));
    case 'vega':
    case 'vega-lite': {
      const svg = await vegaSvg({ kind, spec });
      const { description } = spec;
      const words = typeof description === 'string' ? { description } : {};
      return /\.html$/i.test(title) ? svgPage({ svg, title, ...words }) : svg;
    }
  }
}
