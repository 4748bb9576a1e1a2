import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { TrackingTarget } from '../config/kernel-config.js';

export type ShipperArguments =
  | { readonly mode: 'journal'; readonly folder: string }
  | { readonly mode: 'recover'; readonly home: string; readonly root: string | null }
  | {
      readonly mode: 'carry';
      readonly folder: string;
      readonly home: string;
      readonly target: TrackingTarget;
    };

interface Values {
  readonly journal?: string | undefined;
  readonly recover?: boolean | undefined;
  readonly carry?: string | undefined;
  readonly home?: string | undefined;
  readonly root?: string | undefined;
  readonly uri?: string | undefined;
}

export const USAGE = `Usage:
  shipper.cjs --journal FOLDER               deliver the journal in FOLDER, until standard input ends
  shipper.cjs --recover --home HOME [--root ROOT]
                                             deliver what dead kernels left behind below HOME;
                                             with ROOT, of embedded trackers only that of ROOT
  shipper.cjs --carry FOLDER --home HOME (--uri URI | --root ROOT)
                                             deliver a copy of the journal in FOLDER, wherever it comes
                                             from, to URI or the embedded tracker of ROOT`;

/** The arguments behind the script, or null where they make no sense. */
export function readArguments(argv: readonly string[]): ShipperArguments | null {
  let values: Values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        journal: { type: 'string' },
        recover: { type: 'boolean' },
        carry: { type: 'string' },
        home: { type: 'string' },
        root: { type: 'string' },
        uri: { type: 'string' }
      }
    }));
  } catch {
    // An unknown option or one without its value; the usage says what there is.
    return null;
  }
  const modes = [values.journal, values.recover, values.carry].filter(given => given !== undefined);
  return modes.length === 1
    ? (ofJournal(values) ?? ofRecovery(values) ?? ofCarrying(values))
    : null;
}

function ofJournal({ journal }: Values): ShipperArguments | null {
  return journal === undefined ? null : { mode: 'journal', folder: resolve(journal) };
}

function ofRecovery({ recover, home, root }: Values): ShipperArguments | null {
  return recover === true && home !== undefined
    ? { mode: 'recover', home: resolve(home), root: root === undefined ? null : resolve(root) }
    : null;
}

function ofCarrying({ carry, home, root, uri }: Values): ShipperArguments | null {
  const target = targetOf(uri, root);
  return carry !== undefined && home !== undefined && target !== null
    ? { mode: 'carry', folder: resolve(carry), home: resolve(home), target }
    : null;
}

/** Null where both are given, or none. */
function targetOf(uri: string | undefined, root: string | undefined): TrackingTarget | null {
  if (uri !== undefined) {
    return root === undefined ? { kind: 'uri', uri } : null;
  }
  return root === undefined ? null : { kind: 'embedded', root: resolve(root) };
}
