import Module from 'node:module';
import type { Faults } from './faults.js';

/** Looks at a module's exports right after its first load. May change what they hold. */
export type ModuleHook = (exports: unknown, filename: string) => void;

/** Node's own loader, whose parameters its types leave out. */
interface ModuleLoader {
  _load: (this: unknown, ...args: LoadArguments) => unknown;
  _resolveFilename(request: string, parent: unknown, isMain: boolean): string;
  readonly _cache: Readonly<Record<string, { readonly loaded: boolean } | undefined>>;
}

type LoadArguments = [request: string, parent: unknown, isMain: boolean, ...rest: unknown[]];

const loader = Module as unknown as ModuleLoader;

/**
 * Calls hooks when modules are first required by a given name. Hooks `Module._load`,
 * through which every CommonJS `require` of Node goes, those of tslab's cells and
 * of libraries among themselves included. Each copy of a package (nested
 * `node_modules`) is seen once; one that was loaded before is seen when it is required again.
 */
export class ModuleHooks {
  private readonly _hooks = new Map<string, ModuleHook>();
  private readonly _seen = new WeakSet();
  private _uninstall: (() => void) | null = null;

  constructor(private readonly _faults: Faults) {}

  /**
   * Calls `hook` when `request`, exactly as written in `require(request)`, is loaded. A
   * request has one hook.
   */
  on(request: string, hook: ModuleHook): void {
    this._hooks.set(request, hook);
    this._install();
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
        loaded(hook, exports, args);
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

  private _loaded(hook: ModuleHook, exports: unknown, args: LoadArguments): void {
    const [request, parent, isMain] = args;
    this._faults.guard(`observing ${request}`, () => {
      if (!isObject(exports) || this._seen.has(exports)) {
        return;
      }
      const filename = loader._resolveFilename(request, parent, isMain);
      // Modules that require each other: this one is still being filled, and will come by again.
      if (loader._cache[filename]?.loaded === false) {
        return;
      }
      this._seen.add(exports);
      hook(exports, filename);
    });
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
