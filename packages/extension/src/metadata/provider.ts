import type { Class } from '../model/extension-model.js';

/** The key of a dependency that is not a class. `defineToken` makes it. */
export interface Token<T> {
  /** The key of the dependency in the container. */
  readonly token: symbol;
  /** Holds the type only. It has no value. */
  readonly '~type'?: T;
}

/** What a replacement must offer: the public members, so that a fake need not repeat private ones. */
type PublicOf<T> = { [K in keyof T]: T[K] };

// oxlint-disable-next-line typescript/no-explicit-any -- the container fills the parameters, whatever they are
type Constructor<T> = new (...args: any[]) => T;

/** Tells the container what to inject for `provide`. A factory runs once, at the start. It may be asynchronous. */
export type Provider<T> = { readonly provide: Class<T> | Token<T> } & (
  | { readonly useClass: Constructor<PublicOf<NoInfer<T>>> }
  | { readonly useValue: PublicOf<NoInfer<T>> }
  | { readonly useFactory: () => PublicOf<NoInfer<T>> | Promise<PublicOf<NoInfer<T>>> }
);

/** A list of providers. The compiler checks the type of each. A class without a provider object provides itself. */
export type Providers<T extends readonly unknown[]> = readonly [...{ [I in keyof T]: Provider<T[I]> | Class<T[I]> }];
