import type { Class } from '../model/extension-model.js';

const KEY = Symbol.for('symphony-ts.decorated-classes');

interface Shared {
  /** Collects the decorated classes while a module is imported; absent otherwise. */
  noting?: Set<Class>;
  readonly byModule: WeakMap<object, readonly Class[]>;
}

// All installed copies of this package share it: one copy may import a module that another copy decorates.
const holder = globalThis as { [KEY]?: Shared };
const shared = (): Shared => (holder[KEY] ??= { byModule: new WeakMap() });

/** Notes a class with `@Extension` or `@AppModule` while a module is imported. */
export const noteDecorated = (cls: Class): void => void shared().noting?.add(cls);

/**
 * Imports a module and remembers the classes that were decorated meanwhile, so that the scan can name those that the module does
 * not export.
 */
export async function importDecorated<T extends object>(load: () => Promise<T>): Promise<T> {
  const state = shared();
  const noting = (state.noting ??= new Set());
  try {
    const module = await load();
    state.byModule.set(module, [...noting]);
    return module;
  } finally {
    if (state.noting === noting) delete state.noting;
  }
}

/** The classes that were decorated while `importDecorated` imported `module`. */
export const decoratedWith = (module: object): readonly Class[] => shared().byModule.get(module) ?? [];
