import fs from 'node:fs';
import { ROOT } from '../checkout.mjs';
import { Problem } from '../problem.mjs';

/** Refuses to begin what would fill the disk halfway; `megabytes` is what `what` takes. */
export function requireSpace(megabytes, what) {
  const { bavail, bsize } = fs.statfsSync(ROOT);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < megabytes) {
    throw new Problem(
      `The ${what} need ${megabytes} MB and the disk of ${ROOT} has ${free} MB left: free some space, then run this command again.`
    );
  }
}
