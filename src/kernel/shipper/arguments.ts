import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type ShipperArguments =
  | { readonly mode: 'journal'; readonly folder: string }
  | { readonly mode: 'recover'; readonly home: string; readonly root: string | null };

export const USAGE = `Usage:
  shipper.cjs --journal FOLDER               deliver the journal in FOLDER, until standard input ends
  shipper.cjs --recover --home HOME [--root ROOT]
                                             deliver what dead kernels left behind below HOME;
                                             with ROOT, of embedded trackers only that of ROOT`;

/** The arguments behind the script, or null where they make no sense. */
export function readArguments(argv: readonly string[]): ShipperArguments | null {
  let values: { journal?: string; recover?: boolean; home?: string; root?: string };
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        journal: { type: 'string' },
        recover: { type: 'boolean' },
        home: { type: 'string' },
        root: { type: 'string' }
      }
    }));
  } catch {
    // An unknown option or one without its value; the usage says what there is.
    return null;
  }
  const { journal, recover, home, root } = values;
  if (journal !== undefined && recover === undefined) {
    return { mode: 'journal', folder: resolve(journal) };
  }
  if (journal === undefined && recover === true && home !== undefined) {
    return {
      mode: 'recover',
      home: resolve(home),
      root: root === undefined ? null : resolve(root)
    };
  }
  return null;
}
