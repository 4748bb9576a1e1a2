import { MlflowArgumentError } from '../../../tracking/index.js';

export interface PlotlyFigure {
  readonly data: readonly unknown[];
  readonly layout?: unknown;
  readonly frames?: unknown;
}

/**
 * What the copy of Plotly draws that pages have in them. It is the one for flat charts, a third of
 * the whole in size, as every page holds all of it; maps, which load their pictures, could not be
 * shown without network anyway.
 */
export const PLOTLY_TRACES = [
  'bar',
  'box',
  'contour',
  'heatmap',
  'histogram',
  'histogram2d',
  'histogram2dcontour',
  'image',
  'pie',
  'scatter',
  'scatterternary',
  'violin'
] as const;

type Fields = Readonly<Record<string, unknown>>;

export function isPlotly<T extends object>(figure: T): figure is T & PlotlyFigure {
  return Array.isArray((figure as { data?: unknown }).data);
}

/** @throws MlflowArgumentError where a page can't show the figure without network. */
export function checkPlotly(figure: PlotlyFigure): void {
  const traces = [figure, ...fieldsIn(figure.frames)].flatMap(part => tracesOf(part.data));
  const missing = new Set(traces.map(({ type = 'scatter' }) => type).filter(isMissing));
  if (missing.size > 0) {
    throw new MlflowArgumentError(
      `Pages of Plotly's figures show ${PLOTLY_TRACES.join(', ')}, and this figure has ` +
        `${[...missing].map(String).join(', ')}. ` +
        'Log it as .json, which keeps every kind of figure, or draw it with one of those.'
    );
  }
  const pictures = [figure, ...fieldsIn(figure.frames)]
    .flatMap(({ layout }) => (isFields(layout) ? fieldsIn(layout['images']) : []))
    .concat(traces.filter(({ type }) => type === 'image'));
  for (const { source } of pictures) {
    if (typeof source === 'string' && !source.startsWith('data:')) {
      throw new MlflowArgumentError(
        `This figure loads the picture ${JSON.stringify(source)}, and pages of figures need no network. ` +
          'Give it as a data: address, or log the figure as .json, which may refer to anything.'
      );
    }
  }
}

function tracesOf(data: unknown): Fields[] {
  if (data === undefined) {
    return [];
  }
  if (!Array.isArray(data) || !data.every(isFields)) {
    throw new MlflowArgumentError(
      'The "data" of a Plotly figure is a list of traces, as in [{ type: "scatter", x: […], y: […] }].'
    );
  }
  return data;
}

function isMissing(type: unknown): boolean {
  return !PLOTLY_TRACES.some(known => known === type);
}

function fieldsIn(list: unknown): Fields[] {
  return Array.isArray(list) ? list.filter(isFields) : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
