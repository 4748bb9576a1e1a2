import { escapeHtml } from '../html/escape-html.js';
import type { Drawing } from './drawing.js';

export interface PlotlyPicture {
  readonly title: string;
  readonly spec: Drawing['spec'];
}

/** Browsers let the page run what stands in it, and load nothing. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  'font-src data:',
  "form-action 'none'",
  "base-uri 'none'"
].join('; ');

/**
 * It fills the page, unless the figure itself says how large it is. Plotly's button that sends a
 * figure away is left out: where a run's data may go is not for a page to offer.
 */
const DRAW = `
const figure = JSON.parse(document.getElementById('specification').textContent);
const config = { responsive: true, ...figure.config, showSendToCloud: false };
Plotly.newPlot('figure', { ...figure, config });
`;

/**
 * A page that shows a figure of Plotly with `library`, Plotly's own program, in it. The figure
 * stands in it as data, which no text in it can leave.
 */
export function plotlyPage({ title, spec }: PlotlyPicture, library: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeHtml(title)}</title>
<style>html, body { margin: 0; height: 100%; background: white } #figure { height: 100%; min-height: 300px }</style>
</head>
<body>
<div id="figure"></div>
<script type="application/json" id="specification">${jsonForScript(spec)}</script>
<script>${forScript(library)}</script>
<script>${DRAW}</script>
</body>
</html>
`;
}

/** JSON in which HTML finds no end of the script, and JavaScript no end of a line. */
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
}

/** In a program these stand in texts alone, where they can be written so. */
function forScript(program: string): string {
  return program.replace(/<(?=\/script|!--)/gi, '\\x3C');
}
