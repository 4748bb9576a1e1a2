import Module from 'node:module';
import type { Faults } from './faults.js';

/** Looks at a module's exports right after its first load. May change what they hold. */
export type ModuleHook = (exports: unknown, filename: string) => void;

interface ModuleLoader {
  _load(request: string, parent: { filename?: string | null } | null, isMain: boolean): unknown;
  _resolveFilename(request: string, parent: unknown, isMain: boolean): string;
}

/**
 * Calls hooks when modules are first required by a given name. Hooks `Module._load`,
 * through which every CommonJS `require` of Node goes, those of tslab's cells and
 * of libraries among themselves included. Each copy of a package (nested
 * `node_modules`) is seen once.
 */
export class ModuleHooks {
  private readonly _hooks = new Map<string, ModuleHook>();
  private readonly _seen = new Set<string>();
  private _uninstall: (() => void) | null = null;

  constructor(private readonly _faults: Faults) {}

  /** Calls `hook` when `request`, exactly as written in `require(request)`, is loaded. */
  on(request: string, hook: ModuleHook): void {
    this._hooks.set(request, hook);
    this._install();
  }

  /** Gives Node its own loader back, if nobody hooked it after us. */
  uninstall(): void {
    this._uninstall?.();
    this._uninstall = null;
  }

  private _install(): void {
    if (this._uninstall !== null) {
      return;
    }
    const loader = Module as unknown as ModuleLoader;
    const original = loader._load;
    const hooks = this._hooks;
    const loaded = this._loaded.bind(this);
    const hooked: ModuleLoader['_load'] = function (this: unknown, request, parent, isMain) {
      const exports = original.call(this, request, parent, isMain);
      const hook = hooks.get(request);
      if (hook !== undefined) {
        loaded(hook, request, exports, parent, isMain);
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
    parent: { filename?: string | null } | null,
    isMain: boolean
  ): void {
    this._faults.guard(`observing ${request}`, () => {
      const filename = (Module as unknown as ModuleLoader)._resolveFilename(
        request,
        parent,
        isMain
      );
      if (!this._seen.has(filename)) {
        this._seen.add(filename);
        hook(exports, filename);
      }
    });
  }
}
