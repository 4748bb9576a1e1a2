import Module, { createRequire } from 'node:module';
import path from 'node:path';
import type { Faults } from './faults.js';

/** Looks at a module's exports right after its first load. May change what they hold. */
export type ModuleHook = (exports: unknown, filename: string) => void;

/** Node's own loader, whose parameters its types leave out. */
interface ModuleLoader {
  _load: (this: unknown, ...args: LoadArguments) => unknown;
  _resolveFilename(request: string, parent: unknown, isMain: boolean): string;
  readonly _cache: Readonly<Record<string, CachedModule | undefined>>;
}

interface CachedModule {
  readonly loaded: boolean;
  readonly exports: unknown;
}

type LoadArguments = [request: string, parent: unknown, isMain: boolean, ...rest: unknown[]];

const loader = Module as unknown as ModuleLoader;

/**
 * Calls hooks when modules are first required by a given name. Hooks `Module._load`,
 * through which every CommonJS `require` of Node goes, those of tslab's cells and
 * of libraries among themselves included. Each copy of a package (nested
 * `node_modules`) is seen once, also where it was loaded before: the imports of an ES module
 * are all done before its first line.
 */
export class ModuleHooks {
  private readonly _hooks = new Map<string, ModuleHook>();
  private readonly _seen = new WeakSet();
  private _uninstall: (() => void) | null = null;

  constructor(private readonly _faults: Faults) {}

  /**
   * Calls `hook` when `request`, exactly as written in `require(request)`, is loaded, and at once
   * for what of it is loaded already. A request has one hook.
   */
  on(request: string, hook: ModuleHook): void {
    this._hooks.set(request, hook);
    this._install();
    for (const filename of cachedFiles(request)) {
      this._loaded(hook, request, loader._cache[filename]?.exports, () => filename);
    }
  }

  /** Gives Node its own loader back, unless somebody hooked it after us; no hook is called from now on. */
  uninstall(): void {
    this._hooks.clear();
    this._uninstall?.();
    this._uninstall = null;
  }

  private _install(): void {
    if (this._uninstall !== null) {
      return;
    }
    const original = loader._load;
    const hooks = this._hooks;
    const loaded = this._loaded.bind(this);
    const hooked: ModuleLoader['_load'] = function (...args) {
      const exports = original.apply(this, args);
      const hook = hooks.get(args[0]);
      if (hook !== undefined) {
        const [request, parent, isMain] = args;
        loaded(hook, request, exports, () => loader._resolveFilename(request, parent, isMain));
      }
      return exports;
    };
    loader._load = hooked;
    this._uninstall = () => {
      if (loader._load === hooked) {
        loader._load = original;
      }
    };
  }

  private _loaded(
    hook: ModuleHook,
    request: string,
    exports: unknown,
    resolve: () => string
  ): void {
    this._faults.guard(`observing ${request}`, () => {
      if (!isObject(exports) || this._seen.has(exports)) {
        return;
      }
      const filename = resolve();
      // Modules that require each other: this one is still being filled, and will come by again.
      if (loader._cache[filename]?.loaded === false) {
        return;
      }
      this._seen.add(exports);
      hook(exports, filename);
    });
  }
}

/** The files in Node's cache that `require(request)` means, from one `node_modules` or another. */
function cachedFiles(request: string): string[] {
  const inside = path.join(path.sep, 'node_modules', request, path.sep);
  const folders = new Set(
    Object.keys(loader._cache).flatMap(filename => {
      const at = filename.lastIndexOf(inside);
      return at === -1 ? [] : [filename.slice(0, at + inside.length)];
    })
  );
  return [...folders].flatMap(folder => {
    try {
      const filename = createRequire(path.join(folder, '..', 'any.js')).resolve(request);
      return filename in loader._cache ? [filename] : [];
    } catch {
      // Of a package that is no longer there, or gives no module of that name, nothing is found.
      return [];
    }
  });
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
