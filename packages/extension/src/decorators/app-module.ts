import { noteDecorated } from '../metadata/decorated-classes.js';
import type { DefinedExtension } from '../metadata/extension-options.js';
import type { Providers } from '../metadata/provider.js';
import { append } from '../metadata/store.js';
import { assertCalled } from './assert-called.js';
import { type OnClass, onClass } from './record-class.js';

// oxlint-disable-next-line typescript/no-explicit-any -- the container fills the parameters, whatever they are
export type AnyConstructor = new (...args: any[]) => object;

/** Options of `@AppModule`. */
export interface AppModuleOptions<T extends readonly unknown[]> {
  /** The extensions: one class or definition for each prefix. Each gets its own connection, key and container. */
  readonly extensions: readonly (AnyConstructor | DefinedExtension)[];
  /** Tell the container what to inject for a class or a token. */
  readonly providers?: Providers<T>;
}

/** Makes a class the root of an application. It lists the extensions and the providers for their constructors. */
export function AppModule<const T extends readonly unknown[] = []>(options: AppModuleOptions<T>): OnClass;
export function AppModule<const T extends readonly unknown[] = []>(
  options: AppModuleOptions<T>,
  ...more: unknown[]
): OnClass {
  assertCalled('@AppModule', [options, ...more]);
  return onClass('app-module', (cls) => {
    const { extensions, providers = [], ...rest } = { ...options };
    append(cls, {
      kind: 'app-module',
      extensions,
      providers: providers as Providers<readonly unknown[]>,
      options: rest,
    });
    noteDecorated(cls);
  });
}
