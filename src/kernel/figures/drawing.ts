import type { FigureRecord } from '../journal/records.js';

/** A figure to draw: an SVG where `path` ends in `.svg`, else a page of HTML that needs no network. */
export type Drawing = Pick<FigureRecord, 'path' | 'kind' | 'spec'>;

/** What the drawing thread answers to each {@link Drawing}, in order. */
export type Drawn =
  | { readonly text: string }
  /** Why it can't be drawn, in words. */
  | { readonly problem: string };
