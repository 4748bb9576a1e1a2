import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../suite/random.js';

const CHUNK = 1 << 20;
const FILES_OF_A_FOLDER = 100;

export interface MadeFiles {
  readonly folder: string;
  readonly count: number;
  /** Of each file. */
  readonly bytes: number;
  readonly seed: number;
}

/** Makes files that differ, in folders of `folder`; their SHA-256, in hexadecimal, by their paths in it. */
export function makeFiles({ folder, count, bytes, seed }: MadeFiles): Map<string, string> {
  const random = new Random(seed);
  const noise = Buffer.from(
    Uint8Array.from({ length: Math.min(CHUNK, bytes) }, () => random.integer(0, 255))
  );
  const digests = new Map<string, string>();
  for (let index = 0; index < count; index++) {
    const name = `part-${Math.floor(index / FILES_OF_A_FOLDER)}/${index}.bin`;
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    digests.set(name, writeNoise(file, noise, index, bytes));
  }
  return digests;
}

/** The digest of what was written: `noise` again and again, each time with its place in front. */
function writeNoise(file: string, noise: Buffer, index: number, bytes: number): string {
  const hash = createHash('sha256');
  const target = openSync(file, 'w');
  for (let rest = bytes; rest > 0; rest -= noise.length) {
    noise.write(`${index} ${rest} `, 'latin1');
    const chunk = noise.subarray(0, Math.min(rest, noise.length));
    writeSync(target, chunk);
    hash.update(chunk);
  }
  closeSync(target);
  return hash.digest('hex');
}
