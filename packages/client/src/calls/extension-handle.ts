import type { GivenFor, TakenFor } from '@symphony-ts/contract';
import type { CallOptions } from './call-options.js';
import type { CallableName } from './callable-name.js';
import type { Contract, ContractCall, EndpointSpecs } from './extension-contract.js';
import type { Jsonify } from './jsonify.js';

/** A class, abstract or not, whose instances are `T`. */
// oxlint-disable-next-line typescript/no-explicit-any -- constructors of any shape
export type Class<T = unknown> = abstract new (...args: any[]) => T;

/** What every handle has, whatever it knows of its extension. */
export interface HandleBase<H> {
  /**
   * Calls an endpoint by its name on the wire and gives its decoded answer. The type is the caller's word.
   *
   * @throws `NO_RESPONDERS`, `TIMEOUT`, `PERMISSION_DENIED`, `REMOTE_ERROR`
   */
  invoke<R = unknown>(endpoint: string, input?: unknown, options?: CallOptions): Promise<R>;
  /** The same calls, to one instance: they reach its `@InstanceHandler`s. */
  instance(id: string): H;
  /** Whom it calls, for logs. */
  toString(): string;
}

type Call<M> = M extends (...args: infer A) => infer R
  ? A extends []
    ? (options?: CallOptions) => CallResult<R>
    : [undefined] extends [TakenFor<A[0]>]
      ? (input?: TakenFor<A[0]>, options?: CallOptions) => CallResult<R>
      : (input: TakenFor<A[0]>, options?: CallOptions) => CallResult<R>
  : never;
type CallResult<R> = Promise<Jsonify<GivenFor<Awaited<R>>>>;

/**
 * Calls typed by an extension's class: they take what its methods take, and give what JSON makes of their results. Methods whose
 * types are `EndpointInput` and `EndpointReply` are called as their schemas say: fields with a default may be omitted.
 */
export type ExtensionHandle<E> = HandleBase<ExtensionHandle<E>> & { readonly [K in CallableName<E>]: Call<E[K]> };
/** Calls typed by a contract, exactly. */
export type ContractHandle<E> = HandleBase<ContractHandle<E>> & { readonly [K in keyof E]: ContractCall<E[K]> };
/** Calls by endpoint name only: what `client.extension('prefix')` returns if you name no class. */
export type UntypedHandle = HandleBase<UntypedHandle>;

/** The ways to name an extension. */
export interface ExtensionCalls {
  /** By its class; names on the wire come from its decorators. */
  extension<T extends object>(extension: Class<T>): ExtensionHandle<T>;
  /** By its contract; no implementation is imported. */
  extension<E extends EndpointSpecs>(contract: Contract<E>): ContractHandle<E>;
  /**
   * By its prefix, with the class as a type: the endpoints behind its methods are asked of the registry, once. Where
   * nothing is known of a method, it is called by its own name, and its first argument is the input.
   */
  extension<T extends object = never>(prefix: string): [T] extends [never] ? UntypedHandle : ExtensionHandle<T>;
}
