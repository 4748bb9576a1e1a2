import { encodeInteger } from './numbers.js';

export interface PageSizes {
  readonly usual: number;
  /** The most that servers take. */
  readonly most: number;
}

/** How many results a page is to hold: always said, as some servers give none where it is left out. */
export function encodePageSize(wanted: number | undefined, { usual, most }: PageSizes): number {
  return Math.min(Math.max(1, encodeInteger(wanted ?? usual, 'maxResults')), most);
}
