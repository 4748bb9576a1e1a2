import { LIMITS } from './limits.js';
import { nameFault } from './name-rules.js';
import { NEWER_LETTERS } from './newer-letters.js';
import { cleanText, limitedText } from './wire/text.js';

const FORBIDDEN = /[^\p{L}\p{N}_/.\- :]/gu;

/** Signs that mean something in metric names, and the words that MLflow's own integrations and readers use. */
const WORDS: Readonly<Record<string, string>> = { '@': '_at_', '%': '_pct_', '#': '_n_' };

/**
 * A name that MLflow takes for a metric, param or tag, as near to `name` as can be:
 * valid names are returned as they are, `val_acc@5` becomes `val_acc_at_5`, `f1(macro)`
 * becomes `f1_macro`. Two names may become one; never empty, never fails.
 */
export function sanitizeName(name: string): string {
  if (nameFault('metric', name) === null) {
    return name;
  }
  const spelled = cleanText(name)
    .replace(FORBIDDEN, sign => WORDS[sign] ?? '_')
    .replace(NEWER_LETTERS, '_');
  const parts = spelled
    .split('/')
    .map(tidyPart)
    .filter(part => part !== '');
  const joined = parts.join('/').replace(/^\.\.+/u, '_');
  const cut = limitedText(joined, LIMITS.key).replace(/(\/\.{0,2})+$/u, '');
  const says = nameFault('metric', cut) === null && /[\p{L}\p{N}]/u.test(cut);
  return says ? cut : 'unnamed';
}

/** Underscores that stand for brackets at the ends say nothing. */
function tidyPart(part: string): string {
  const tidy = part.replace(/_{2,}/gu, '_').replace(/^_+(?=.)|(?<=.)_+$/gu, '');
  return tidy === '.' || tidy === '..' ? '_' : tidy;
}
