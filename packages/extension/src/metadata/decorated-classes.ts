import type { Class } from '../model/extension-model.js';

const KEY = Symbol.for('symphony-ts.decorated-classes');

interface Shared {
  /** Where classes are noted while somebody imports a module; absent otherwise. */
  noting?: Set<Class>;
  readonly byModule: WeakMap<object, readonly Class[]>;
}

// One for all installed copies of this package: the copy that loads a module may not be the one that decorates it.
const holder = globalThis as { [KEY]?: Shared };
const shared = (): Shared => (holder[KEY] ??= { byModule: new WeakMap() });

/** Notes a class with `@Extension` or `@AppModule` while a module is imported. */
export const noteDecorated = (cls: Class): void => void shared().noting?.add(cls);

/**
 * Imports a module and remembers which classes that decorated, so that the scan can name those the module does not
 * export.
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

/** The classes that importing `module` through `importDecorated` decorated. */
export const decoratedWith = (module: object): readonly Class[] => shared().byModule.get(module) ?? [];
