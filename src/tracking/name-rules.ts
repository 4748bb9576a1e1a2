import { LIMITS } from './limits.js';
import { MlflowArgumentError } from './errors.js';
import { NEWER_LETTER } from './newer-letters.js';
import { codePoints } from './wire/text.js';

/** The things that have a name which MLflow checks. */
export type NameKind =
  'metric' | 'param' | 'tag' | 'experiment' | 'run' | 'loggedModel' | 'registeredModel' | 'alias';

const KEY_CHARACTERS = /^[\p{L}\p{N}_/.\- :]*$/u;
const ALIAS_CHARACTERS = /^[\p{L}\p{N}_-]*$/u;
const BROKEN_TEXT = /[\0\p{Surrogate}]/u;

/**
 * Why MLflow refuses `name`, in words that end a sentence ("… holds '@'"), or null if it takes it.
 * Stricter than MLflow in one point: it lets a name end in a newline, we don't.
 */
export function nameFault(kind: NameKind, name: string): string | null {
  if (typeof name !== 'string') {
    return `is a ${typeof name}, not a text`;
  }
  if (BROKEN_TEXT.test(name)) {
    return 'holds half a character or NUL';
  }
  switch (kind) {
    case 'metric':
    case 'param':
    case 'tag':
      return keyFault(name);
    case 'experiment':
      return name === '' ? 'is empty' : lengthFault(name, LIMITS.experimentName);
    case 'run':
      return lengthFault(name, LIMITS.runName);
    case 'loggedModel':
      return name === '' ? 'is empty' : charactersFault(name, /[/:.%"']/u);
    case 'registeredModel':
      return registeredModelFault(name);
    case 'alias':
      return aliasFault(name);
  }
}

/** @throws MlflowArgumentError if MLflow would refuse `name`. */
export function assertName(kind: NameKind, name: string): string {
  const fault = nameFault(kind, name);
  if (fault !== null) {
    throw new MlflowArgumentError(
      `The ${KIND_WORDS[kind]} name ${quoted(name)} ${fault}. MLflow refuses it: use another name.`
    );
  }
  return name;
}

const KIND_WORDS: Readonly<Record<NameKind, string>> = {
  metric: 'metric',
  param: 'param',
  tag: 'tag',
  experiment: 'experiment',
  run: 'run',
  loggedModel: 'model',
  registeredModel: 'registered model',
  alias: 'alias'
};

function keyFault(name: string): string | null {
  if (name === '') {
    return 'is empty';
  }
  if (!KEY_CHARACTERS.test(name)) {
    const bad = [...name].find(character => !KEY_CHARACTERS.test(character));
    return `holds ${JSON.stringify(bad)}; allowed are letters, digits, space and _ - . : /`;
  }
  return newerLetterFault(name) ?? pathFault(name) ?? lengthFault(name, LIMITS.key);
}

function newerLetterFault(name: string): string | null {
  const [newer] = NEWER_LETTER.exec(name) ?? [];
  return newer === undefined
    ? null
    : `holds ${JSON.stringify(newer)}, a letter that Unicode has only since version 14, and servers don't know`;
}

/** MLflow takes names for file paths, and wants them normal: no `..`, `./`, `//`, outer `/`. */
function pathFault(name: string): string | null {
  if (name.startsWith('/') || name.endsWith('/')) {
    return "starts or ends with '/'";
  }
  // normpath lets a name begin with two dots only where they are no folder, but MLflow refuses both.
  if (name.startsWith('..')) {
    return "starts with '..'";
  }
  const bad = name.split('/').find(segment => ['', '.', '..'].includes(segment));
  return bad === undefined ? null : `has ${bad === '' ? 'an empty part' : `the part '${bad}'`}`;
}

function registeredModelFault(name: string): string | null {
  return name.trim() === ''
    ? 'is empty'
    : (charactersFault(name, /[/:]/u) ?? pathFault(name) ?? lengthFault(name, 256));
}

function aliasFault(alias: string): string | null {
  if (alias === '') {
    return 'is empty';
  }
  if (!ALIAS_CHARACTERS.test(alias)) {
    return 'holds other characters than letters, digits, _ and -';
  }
  const newer = newerLetterFault(alias);
  if (newer !== null) {
    return newer;
  }
  if (alias.toLowerCase() === 'latest' || /^v\p{Nd}+$/iu.test(alias)) {
    return 'is reserved for version numbers';
  }
  return lengthFault(alias, LIMITS.alias);
}

function charactersFault(name: string, forbidden: RegExp): string | null {
  const found = forbidden.exec(name);
  return found === null ? null : `holds ${JSON.stringify(found[0])}`;
}

function lengthFault(name: string, limit: number): string | null {
  return codePoints(name) > limit ? `is longer than ${limit} characters` : null;
}

function quoted(name: unknown): string {
  const text = JSON.stringify(String(name));
  return text.length > 80 ? `${text.slice(0, 77)}…"` : text;
}
