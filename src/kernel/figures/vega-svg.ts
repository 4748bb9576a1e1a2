import type { Spec } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import type { Drawing } from './drawing.js';
import { inlineLoader } from './inline-loader.js';

/** Characters that XML doesn't have, however they are written. */
const NOT_IN_XML = /[^\P{Cc}\t\n\r]|[\p{Cs}\uFFFE\uFFFF]/gu;

/**
 * The text of an SVG that shows a specification of Vega-Lite or Vega with all its data in it.
 * Its expressions are interpreted: nothing of a specification is ever run as code.
 * @throws Error in words for a person, where it can't be drawn.
 */
export async function vegaSvg({ kind, spec }: Pick<Drawing, 'kind' | 'spec'>): Promise<string> {
  // In the same file, and loaded when there is something to draw.
  const vega = await import(/* webpackMode: "eager" */ 'vega');
  const { compile } = await import(/* webpackMode: "eager" */ 'vega-lite');
  const { expressionInterpreter } = await import(/* webpackMode: "eager" */ 'vega-interpreter');

  const { loader, wanted } = inlineLoader();
  const problems: string[] = [];
  const logger = vega.logger(vega.Error, undefined, (_method, _level, said) => {
    problems.push(said.map(String).join(' '));
  });
  const whole =
    kind === 'vega-lite'
      ? compile(spec as unknown as TopLevelSpec, { logger }).spec
      : (spec as unknown as Spec);
  const view = new vega.View(vega.parse(whole, undefined, { ast: true }), {
    ...{ loader, logger },
    renderer: 'none',
    expr: expressionInterpreter
  });
  try {
    const svg = await view.toSVG();
    refuse([...wanted], problems);
    return svg.replace(NOT_IN_XML, '\uFFFD');
  } finally {
    view.finalize();
  }
}

function refuse(wanted: readonly string[], problems: readonly string[]): void {
  if (wanted.length > 0) {
    throw new Error(
      `it refers to ${wanted.map(address => JSON.stringify(address)).join(', ')}, and figures are drawn ` +
        'without network and files. Put its data into the specification as "values", and pictures as data: addresses'
    );
  }
  if (problems.length > 0) {
    throw new Error(problems.join(' '));
  }
}
