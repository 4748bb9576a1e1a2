import { randomInt } from 'node:crypto';

const ADJECTIVES = [
  'amber',
  'brisk',
  'calm',
  'clever',
  'crisp',
  'daring',
  'eager',
  'fleet',
  'gentle',
  'glad',
  'golden',
  'hardy',
  'keen',
  'lively',
  'lucid',
  'mellow',
  'nimble',
  'noble',
  'patient',
  'proud',
  'quick',
  'quiet',
  'ready',
  'robust',
  'serene',
  'sharp',
  'silver',
  'smooth',
  'spry',
  'steady',
  'sunny',
  'swift',
  'tidy',
  'vivid',
  'warm',
  'wise'
] as const;

const ANIMALS = [
  'badger',
  'beaver',
  'bison',
  'crane',
  'deer',
  'dove',
  'eagle',
  'falcon',
  'finch',
  'fox',
  'gecko',
  'hare',
  'heron',
  'ibis',
  'jay',
  'kite',
  'koala',
  'lark',
  'lemur',
  'lynx',
  'marten',
  'moose',
  'newt',
  'otter',
  'owl',
  'panda',
  'puffin',
  'raven',
  'robin',
  'seal',
  'shrew',
  'stork',
  'swan',
  'tern',
  'vole',
  'wren'
] as const;

/** A name that people can say and tell apart, as in `brisk-otter-417`. Random, not unique. */
export function makeRunName(): string {
  return `${pick(ADJECTIVES)}-${pick(ANIMALS)}-${randomInt(100, 1000)}`;
}

function pick(words: readonly string[]): string {
  return words[randomInt(words.length)] ?? 'run';
}
