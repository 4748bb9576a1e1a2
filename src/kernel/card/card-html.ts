import { formatNumber, sparklinePath } from '../../format/index.js';
import { decodeMetricValue } from '../../protocol/index.js';
import type { MetricSummary, RunCard, RunStatus, RunSummary } from '../../protocol/index.js';
import { describeRun, loggedLine, notes } from './card-text.js';
import { escapeHtml } from '../html/escape-html.js';

const CURVE = { width: 72, height: 18 };

/** Colours that are readable (4.5 to 1) on white and on near-black alike. */
const STATUS_COLOURS = {
  RUNNING: '#2f7de1',
  FINISHED: '#2e8b57',
  FAILED: '#d9463e',
  KILLED: '#9a7209'
} as const satisfies Record<RunStatus, string>;

/**
 * The card as static HTML, for `nbconvert --to html` and front ends without our
 * extension. Everything that came from a program or a person is escaped; there is no
 * script, no link and nothing to load.
 */
export function renderCardHtml(card: RunCard): string {
  const footer = [loggedLine(card), ...notes(card)].map(line => `<div>${escapeHtml(line)}</div>`);
  return (
    '<div style="font-size:13px;line-height:1.5;padding:4px 0">' +
    card.runs.map(renderRun).join('') +
    `<div style="opacity:.75">${footer.join('')}</div></div>`
  );
}

function renderRun(run: RunSummary): string {
  const metrics = run.metrics.map(renderMetric).join('');
  return (
    '<div style="margin-bottom:4px">' +
    `<span style="color:${STATUS_COLOURS[run.status]}" aria-hidden="true">&#9679;</span> ` +
    `<b>${escapeHtml(run.name)}</b> ${escapeHtml(describeRun(run, Date.now()))}` +
    `<div style="display:flex;flex-wrap:wrap;gap:2px 18px">${metrics}</div></div>`
  );
}

function renderMetric({ key, last, curve }: MetricSummary): string {
  const value = decodeMetricValue(last);
  return (
    `<span title="${escapeHtml(String(value))}">${escapeHtml(key)} ` +
    `<b style="font-variant-numeric:tabular-nums">${escapeHtml(formatNumber(value))}</b> ` +
    `<svg width="${CURVE.width}" height="${CURVE.height}" role="img" ` +
    `aria-label="${escapeHtml(key)} by step" style="vertical-align:middle">` +
    `<path d="${sparklinePath(curve, CURVE)}" fill="none" stroke="currentColor" stroke-width="1.5"/>` +
    '</svg></span>'
  );
}
