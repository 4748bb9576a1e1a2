import fs from 'node:fs';
import path from 'node:path';

/** Compiled, this file lies in `build/test/scenarios/docs`. */
const DOCS = path.resolve(__dirname, '..', '..', '..', '..', 'docs');

/** A program on a page, with what the page says that it prints. */
export interface Example {
  /** Of the page and the heading above it, as in `api-runs`. */
  readonly name: string;
  readonly source: string;
  readonly printed: string;
}

/** A row of a table. */
export interface Row {
  /** The code in its first column, without backticks. */
  readonly first: string;
  /** The names in its second column, such as those of Python: `MlflowClient.log_batch`. */
  readonly names: readonly string[];
}

/** A page of `docs`. */
export class Page {
  private readonly _text: string;

  constructor(private readonly _name: string) {
    this._text = fs.readFileSync(path.join(DOCS, `${_name}.md`), 'utf8');
  }

  /** Every program. @throws Error for one without a heading, or without what it prints right below. */
  get examples(): Example[] {
    const examples: Example[] = [];
    for (const part of this._text.split(/^## /m)) {
      const heading = part.slice(0, part.indexOf('\n')).trim().toLowerCase().replaceAll(' ', '-');
      const name = `${this._name}-${heading}`;
      const programs = part.split(/^```ts\n/m).slice(1);
      for (const [index, rest] of programs.entries()) {
        const found = /^(.*?)^```\n\n```text\n(.*?)^```\n/ms.exec(rest);
        if (found === null || !/^[a-z-]+$/.test(name)) {
          throw new Error(`${name} has a program without what it prints below it.`);
        }
        const [, source = '', printed = ''] = found;
        examples.push({ name: index === 0 ? name : `${name}-${index + 1}`, source, printed });
      }
    }
    return examples;
  }

  /** The rows of all tables whose first column has that heading. */
  rows(heading: string): Row[] {
    const tables = this._text.split('\n\n').filter(part => part.startsWith(`| ${heading} `));
    return tables.flatMap(table =>
      [...table.matchAll(/^\| `([^`|]+)` +\|([^|]*)\|/gm)].map(([, first = '', second = '']) => ({
        first,
        names: [...second.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name)
      }))
    );
  }
}
