import { escapeHtml } from './escape-html.js';

export interface SvgPicture {
  readonly svg: string;
  readonly title: string;
  /** For who can't see it. Default: the title. */
  readonly description?: string;
}

/**
 * A page that shows an SVG, and loads and runs nothing. The picture stands in it as an image:
 * whatever its text is, browsers run no script of it and follow none of its references.
 */
export function svgPage({ svg, title, description = title }: SvgPicture): string {
  const bytes = Buffer.from(svg, 'utf8').toString('base64');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>body { margin: 8px; background: white } img { max-width: 100% }</style>
</head>
<body>
<img alt="${escapeHtml(description)}" src="data:image/svg+xml;base64,${bytes}">
</body>
</html>
`;
}
