import type { Class } from '../model/extension-model.js';

/** Names something to inject that is not a class. Made by `defineToken`. */
export interface Token<T> {
  /** What the container knows the dependency by. */
  readonly token: symbol;
  /** Carries the type; no value of it exists. */
  readonly '~type'?: T;
}

/** What a replacement must offer: the public members, so that a fake need not repeat private ones. */
type PublicOf<T> = { [K in keyof T]: T[K] };

// oxlint-disable-next-line typescript/no-explicit-any -- the container fills the parameters, whatever they are
type Constructor<T> = new (...args: any[]) => T;

/** What is injected where `provide` is asked for. A factory runs once, at start; it may be asynchronous. */
export type Provider<T> = { readonly provide: Class<T> | Token<T> } & (
  | { readonly useClass: Constructor<PublicOf<NoInfer<T>>> }
  | { readonly useValue: PublicOf<NoInfer<T>> }
  | { readonly useFactory: () => PublicOf<NoInfer<T>> | Promise<PublicOf<NoInfer<T>>> }
);

/** A list in which each provider is checked against what it stands for. A class alone provides itself. */
export type Providers<T extends readonly unknown[]> = readonly [...{ [I in keyof T]: Provider<T[I]> | Class<T[I]> }];
