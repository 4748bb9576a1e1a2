/**
 * Of jsdom what these tests use. Its own types bring the browser's globals into the whole project,
 * where Node's `Blob` and `fetch` would no longer be Node's.
 */
export interface ElementInPage {
  readonly localName: string;
  readonly textContent: string | null;
  readonly alt: string;
  readonly src: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): ElementsInPage;
}

interface ElementsInPage extends Iterable<ElementInPage> {
  readonly length: number;
}

export interface DocumentInPage {
  readonly title: string;
  readonly documentElement: ElementInPage;
  querySelector(selector: string): ElementInPage | null;
  querySelectorAll(selector: string): ElementsInPage;
  getElementById(id: string): ElementInPage | null;
}

interface WindowInPage {
  readonly document: DocumentInPage;
  readonly DOMParser: new () => { parseFromString(text: string, type: string): DocumentInPage };
  eval(script: string): unknown;
}

interface Options {
  readonly runScripts?: 'dangerously' | 'outside-only';
}

export class JSDOM {
  constructor(html?: string, options?: Options);
  readonly window: WindowInPage;
}
