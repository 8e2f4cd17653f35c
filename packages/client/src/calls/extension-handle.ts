import type { GivenFor, TakenFor } from '@symphony-ts/contract';
import type { CallOptions } from './call-options.js';
import type { CallableName } from './callable-name.js';
import type { Contract, ContractCall, EndpointSpecs } from './extension-contract.js';
import type { Jsonify } from './jsonify.js';

/** A class whose instances have the type `T`. It may be abstract. */
// oxlint-disable-next-line typescript/no-explicit-any -- constructors of any shape
export type Class<T = unknown> = abstract new (...args: any[]) => T;

/** The methods of every handle. */
export interface HandleBase<H> {
  /**
   * Calls an endpoint by its name on the wire, and returns the decoded answer. The answer is not checked against the type `R`.
   *
   * @throws `NO_RESPONDERS`, `TIMEOUT`, `PERMISSION_DENIED`, `REMOTE_ERROR`
   */
  invoke<R = unknown>(endpoint: string, input?: unknown, options?: CallOptions): Promise<R>;
  /** Returns a handle for one instance. Its calls reach the `@InstanceHandler` methods of that instance. */
  instance(id: string): H;
  /** Name of the extension and instance, for logs. */
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
 * Calls that have the types of an extension's class. They take the parameters of its methods, and return the results as JSON
 * transports them. For methods with the types `EndpointInput` and `EndpointReply`, the types come from the schemas: you can
 * omit fields that have a default.
 */
export type ExtensionHandle<E> = HandleBase<ExtensionHandle<E>> & { readonly [K in CallableName<E>]: Call<E[K]> };
/** Calls that have the exact types of a contract. */
export type ContractHandle<E> = HandleBase<ContractHandle<E>> & { readonly [K in keyof E]: ContractCall<E[K]> };
/** Calls by endpoint name only. `client.extension('prefix')` returns it if you name no class. */
export type UntypedHandle = HandleBase<UntypedHandle>;

/** The ways to name an extension. */
export interface ExtensionCalls {
  /** Calls an extension by its class. The decorators of the class give the names on the wire. */
  extension<T extends object>(extension: Class<T>): ExtensionHandle<T>;
  /** Calls an extension by its contract, without an import of the implementation. */
  extension<E extends EndpointSpecs>(contract: Contract<E>): ContractHandle<E>;
  /**
   * Calls an extension by its prefix. Give its class as a type parameter for typed calls. The first call reads the endpoints of
   * the methods from the registry. If the registry does not know a method, its name is the name of the endpoint, and its first
   * argument is the input.
   */
  extension<T extends object = never>(prefix: string): [T] extends [never] ? UntypedHandle : ExtensionHandle<T>;
}
