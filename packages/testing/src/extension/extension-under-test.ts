import type { CallableName, CallOptions, Jsonify } from '@symphony-ts/client';
import type { GivenFor, Manifest, TakenFor } from '@symphony-ts/contract';
import type { ExtensionContext } from '@symphony-ts/extension';
import type { ExtensionModel } from '@symphony-ts/extension/internal';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { RestInit, RestResult } from './call-rest.js';

type Method = (...args: never[]) => unknown;
export type InputArgs<M> = M extends (...args: infer A) => unknown
  ? A extends []
    ? []
    : [undefined] extends [TakenFor<A[0]>]
      ? [input?: TakenFor<A[0]>]
      : [input: TakenFor<A[0]>]
  : never;
export type Result<M> = M extends Method ? Promise<Jsonify<GivenFor<Awaited<ReturnType<M>>>>> : never;

/** A message that handlers published. */
export interface PublishedMessage {
  /** Subject that it was published on. */
  readonly subject: string;
  /** What was published. */
  readonly payload: unknown;
}

/** The calls a test makes to an extension. */
export interface ExtensionCalls<T extends object> {
  /** Calls an endpoint by the name of its method, typed as the method is; or by any other wire name, untyped. */
  request<K extends CallableName<T>>(name: K, ...input: InputArgs<T[K]>): Result<T[K]>;
  request<N extends string>(name: N extends keyof T ? never : N, input?: unknown): Promise<unknown>;
  /** Sends anything to an endpoint, for tests of refusals. Rejects as a client's call does: `RemoteError` and its kin. */
  send(endpoint: string, input?: unknown, options?: CallOptions): Promise<unknown>;
  /** Calls a handler of this instance. */
  requestInstance(handler: string, input?: unknown): Promise<unknown>;
  /** Sends an HTTP request through the routes of `@Rest`. */
  rest(method: string, url: string, init?: RestInit): Promise<RestResult>;
  /** Sends a command and gives its reply. */
  command(name: string, payload?: unknown): Promise<unknown>;
}

/**
 * An extension under test. `TestExtension` (fakes in memory) and `LiveExtension` (a real platform) implement it, so a test
 * that takes an `ExtensionUnderTest` runs on both.
 */
export interface ExtensionUnderTest<T extends object> extends ExtensionCalls<T>, AsyncDisposable {
  /** The object that handles the requests: an instance of the extension's class, or the definition itself. */
  readonly instance: T;
  /** Id of the running instance. */
  readonly instanceId: string;
  /** What handlers are given, for what only a running extension can do. */
  readonly context: ExtensionContext;
  /** What is registered at this moment. */
  readonly manifest: Manifest;
  /** What it published, in order. On a platform: below its own prefix, and as far as it has arrived. */
  readonly published: readonly PublishedMessage[];
  /** Publishes an event. On fakes the promise waits until the handlers have finished; on a platform it does not. */
  emit(subject: string, payload?: unknown): Promise<void>;
  /** A bucket of the extension, to prepare and to inspect. */
  bucket<V = unknown>(name: string): KeyValueBucket<V> | Promise<KeyValueBucket<V>>;
  /** Drains and runs `@OnStop`, as production does. */
  stop(reason?: string): Promise<void>;
}

/** The wire name of the endpoint whose method is `name`; any other name as it is. */
export const endpointName = (model: ExtensionModel | undefined, name: string): string =>
  model?.endpoints.find(({ handler }) => handler.kind === 'method' && handler.member === name)?.name ?? name;
