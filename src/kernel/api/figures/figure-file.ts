import { assertArtifactPath, MlflowArgumentError } from '../../../tracking/index.js';
import { svgPage } from '../../html/svg-page.js';
import type { FigureRecord } from '../../journal/records.js';
import { toJsonText } from '../checks.js';
import { checkPlotly, isPlotly, type PlotlyFigure } from './plotly.js';
import { checkVega, vegaKind } from './vega.js';

/** A figure as it is recorded: as text, or as what is drawn when it is delivered. */
export type FigureFile = { readonly text: string } | Pick<FigureRecord, 'kind' | 'spec'>;

type Spec = FigureRecord['spec'];

/** What is recorded of a figure that is logged as `path`. @throws MlflowArgumentError where it can't be. */
export function figureFile(figure: string | object, path: string): FigureFile {
  assertArtifactPath(path);
  const ending = /\.[^./]+$/.exec(path)?.[0].toLowerCase() ?? '';
  if (typeof figure === 'string') {
    return { text: ofSvg(figure, path, ending) };
  }
  const indent = ending === '.json' ? 2 : 0;
  const text = toJsonText('logFigure', figure, { replacer: numbersAsList, indent });
  // As others will read it: objects may have a JSON form of their own.
  const spec = JSON.parse(text) as Spec;
  const vega = vegaKind(spec);
  if (vega !== null) {
    checkEnding(path, ending, '.svg', '.html', '.json');
    return ending === '.json' ? { text: `${text}\n` } : { kind: vega, spec: checkVega(spec) };
  }
  if (isPlotly(spec)) {
    checkEnding(path, ending, '.html', '.json');
    return ending === '.json' ? { text: `${text}\n` } : ofPlotly(spec);
  }
  throw new MlflowArgumentError(
    'logFigure takes the text of an SVG, an object of Vega-Lite or Vega with its "$schema", ' +
      'or one of Plotly with "data", and was given none of them.'
  );
}

function ofPlotly(figure: PlotlyFigure & Spec): FigureFile {
  checkPlotly(figure);
  return { kind: 'plotly', spec: figure };
}

function ofSvg(text: string, path: string, ending: string): string {
  const [tag] = /<svg(?=[\s>])[^>]*/i.exec(text) ?? [];
  if (tag === undefined) {
    throw new MlflowArgumentError(
      'logFigure was given a text without <svg> in it. It takes the text of an SVG, or an object of Vega-Lite or Plotly.'
    );
  }
  checkEnding(path, ending, '.svg', '.html');
  if (ending === '.svg') {
    return text;
  }
  if (!/\sxmlns\s*=/.test(tag)) {
    throw new MlflowArgumentError(
      'Browsers show an SVG by itself only when it says that it is one: ' +
        'begin it with <svg xmlns="http://www.w3.org/2000/svg" …>.'
    );
  }
  return svgPage({ svg: text, title: path });
}

function checkEnding(path: string, ending: string, ...allowed: readonly string[]): void {
  if (!allowed.includes(ending)) {
    throw new MlflowArgumentError(
      `The path of this figure must end in ${allowed.join(' or ')}, unlike ${JSON.stringify(path)}.`
    );
  }
}

/** Typed arrays, which have no JSON form of their own, as lists. */
function numbersAsList(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Array.from(value as unknown as ArrayLike<number>)
    : value;
}
