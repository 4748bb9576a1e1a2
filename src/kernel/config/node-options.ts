/** One word of `NODE_OPTIONS`, without its quotes, and where it stands in the text. */
interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Options that make Node run code or wait for a debugger, with the number of words that follow. */
const RUNNING_CODE =
  /^(--require|-r|--import|--loader|--experimental-loader|--inspect[a-z-]*)(=|$)/;
const WITH_VALUE = /^(--require|-r|--import|--loader|--experimental-loader)$/;

/**
 * `nodeOptions` without `--require FILE` where `isOurs(FILE)`; all else stays as the user
 * wrote it.
 */
export function withoutRequire(nodeOptions: string, isOurs: (file: string) => boolean): string {
  return without(nodeOptions, (option, value) => isRequire(option) && isOurs(value));
}

/** `nodeOptions` for a helper of ours: without what would run the user's code in it, or stop it. */
export function withoutCode(nodeOptions: string): string {
  return without(nodeOptions, option => RUNNING_CODE.test(option));
}

function isRequire(option: string): boolean {
  return /^(--require|-r)$/.test(option);
}

function without(
  nodeOptions: string,
  isUnwanted: (option: string, value: string) => boolean
): string {
  const words = splitWords(nodeOptions);
  let kept = '';
  let position = 0;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) {
      break;
    }
    const next = WITH_VALUE.test(word.text) ? words[index + 1] : undefined;
    const [option = '', value = ''] =
      next === undefined ? splitOnce(word.text) : [word.text, next.text];
    const last = next ?? word;
    if (isUnwanted(option, value)) {
      kept += nodeOptions.slice(position, word.start).replace(/\s+$/, '');
      position = last.end;
    }
    index += next === undefined ? 0 : 1;
  }
  return (kept + nodeOptions.slice(position)).trim();
}

function splitOnce(text: string): readonly string[] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** Node splits at spaces, lets double quotes hold them together, and knows backslash only inside quotes. */
function splitWords(text: string): readonly Word[] {
  return [...text.matchAll(/(?:"(?:\\.|[^"\\])*"?|[^"\s])+/g)].map(match => ({
    text: match[0].replace(/"((?:\\.|[^"\\])*)"?/g, (_, inner: string) =>
      inner.replace(/\\(.)/g, '$1')
    ),
    start: match.index,
    end: match.index + match[0].length
  }));
}
