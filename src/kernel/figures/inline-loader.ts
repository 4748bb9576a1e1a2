import type { Loader } from 'vega';

/** A loader for Vega that loads nothing. */
export interface InlineLoader {
  readonly loader: Loader;
  /** What the figure wanted loaded. Vega goes on without it, so the figure must be refused. */
  readonly wanted: ReadonlySet<string>;
}

/** Where links of a figure may lead: nothing is loaded before somebody clicks. Others are left out. */
const LINK = /^(?:https?|mailto):/i;

/** For figures that hold all they show; pictures as `data:` addresses are part of them. */
export function inlineLoader(): InlineLoader {
  const wanted = new Set<string>();
  const refuse = (address: string): Promise<never> => {
    wanted.add(address);
    return Promise.reject(new Error(`${address} is not loaded.`));
  };
  const loader: Loader = {
    load: refuse,
    http: refuse,
    file: refuse,
    sanitize: (address, { context }) => {
      if (context === 'href') {
        return LINK.test(address) ? Promise.resolve({ href: address }) : noLink(address);
      }
      return /^data:image\//i.test(address) ? Promise.resolve({ href: address }) : refuse(address);
    }
  };
  return { loader, wanted };
}

function noLink(address: string): Promise<never> {
  return Promise.reject(new Error(`${address} is no address of the web.`));
}
