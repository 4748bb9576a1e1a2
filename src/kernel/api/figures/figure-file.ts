import { assertArtifactPath, MlflowArgumentError } from '../../../tracking/index.js';
import { toJsonText } from '../checks.js';

/** The text of the artifact that a figure is logged as. @throws MlflowArgumentError where it can't be. */
export function figureFile(figure: string | object, path: string): string {
  assertArtifactPath(path);
  const ending = /\.[^./]+$/.exec(path)?.[0].toLowerCase() ?? '';
  if (typeof figure === 'string') {
    return svgFile(figure, path, ending);
  }
  const text = toJsonText('logFigure', figure);
  if (!isVega(figure) && !isPlotly(figure)) {
    throw new MlflowArgumentError(
      'logFigure takes the text of an SVG, an object of Vega-Lite or Vega with its "$schema", ' +
        'or one of Plotly with "data", and was given none of them.'
    );
  }
  if (ending !== '.json') {
    throw wrongEnding(path, '.json');
  }
  return `${text}\n`;
}

function svgFile(text: string, path: string, ending: string): string {
  if (!/<svg[\s>]/i.test(text)) {
    throw new MlflowArgumentError(
      'logFigure was given a text without <svg> in it. It takes the text of an SVG, or an object of Vega-Lite or Plotly.'
    );
  }
  if (ending !== '.svg') {
    throw wrongEnding(path, '.svg');
  }
  return text;
}

function wrongEnding(path: string, ending: string): MlflowArgumentError {
  return new MlflowArgumentError(
    `The path of this figure must end in ${ending}, unlike ${JSON.stringify(path)}.`
  );
}

function isVega(figure: object): boolean {
  const schema = (figure as { $schema?: unknown }).$schema;
  return typeof schema === 'string' && /vega(-lite)?/.test(schema);
}

function isPlotly(figure: object): boolean {
  return Array.isArray((figure as { data?: unknown }).data);
}
