import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../checkout.mjs';

/**
 * A hash of `texts` and of the names and contents of `inputs`: files and folders
 * below the checkout. What does not exist counts as absent.
 */
export function fingerprint(inputs, texts = []) {
  const hash = createHash('sha256');
  for (const text of texts) {
    hash.update(`${text}\0`);
  }
  for (const input of inputs) {
    for (const file of filesBelow(path.join(ROOT, input))) {
      hash
        .update(`${path.relative(ROOT, file)}\0`)
        .update(fs.readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** Every file at or below `place`, by name; none where it does not exist. */
export function filesBelow(place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (stat === undefined) {
    return [];
  }
  if (!stat.isDirectory()) {
    return [place];
  }
  return fs
    .readdirSync(place)
    .sort()
    .flatMap(name => filesBelow(path.join(place, name)));
}
