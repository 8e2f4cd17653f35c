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

/** A message that the extension published. */
export interface PublishedMessage {
  /** Subject of the message. */
  readonly subject: string;
  /** The decoded payload. */
  readonly payload: unknown;
}

/** The calls that a test can make to an extension. */
export interface ExtensionCalls<T extends object> {
  /** Calls an endpoint. The name of a method gives the types of the method; any other name on the wire has no types. */
  request<K extends CallableName<T>>(name: K, ...input: InputArgs<T[K]>): Result<T[K]>;
  request<N extends string>(name: N extends keyof T ? never : N, input?: unknown): Promise<unknown>;
  /** Sends any input to an endpoint, for tests of refusals. Rejects as the call of a client does, such as with `REMOTE_ERROR`. */
  send(endpoint: string, input?: unknown, options?: CallOptions): Promise<unknown>;
  /** Calls a handler of this instance. */
  requestInstance(handler: string, input?: unknown): Promise<unknown>;
  /** Sends an HTTP request through the routes of `@Rest`. */
  rest(method: string, url: string, init?: RestInit): Promise<RestResult>;
  /** Sends a command. Resolves to its reply. */
  command(name: string, payload?: unknown): Promise<unknown>;
}

/**
 * An extension under test. `TestExtension` (in memory) and `LiveExtension` (on a real platform) implement it, so the same test
 * can run on both.
 */
export interface ExtensionUnderTest<T extends object> extends ExtensionCalls<T>, AsyncDisposable {
  /** The object that handles the requests: an instance of the extension's class, or the definition itself. */
  readonly instance: T;
  /** Id of the running instance. */
  readonly instanceId: string;
  /** The context that handlers receive. */
  readonly context: ExtensionContext;
  /** The manifest that is registered at this moment. */
  readonly manifest: Manifest;
  /** The published messages, in order. On a platform: only those below its own prefix, and only those that have arrived. */
  readonly published: readonly PublishedMessage[];
  /** Publishes an event. In memory the promise waits until the handlers have finished; on a platform it does not. */
  emit(subject: string, payload?: unknown): Promise<void>;
  /** Opens a bucket of the extension, so that the test can fill or check it. */
  bucket<V = unknown>(name: string): KeyValueBucket<V> | Promise<KeyValueBucket<V>>;
  /** Stops the extension as in production: drains it, and runs `@OnStop`. */
  stop(reason?: string): Promise<void>;
}

/** The wire name of the endpoint whose method is `name`. Any other name is returned unchanged. */
export const endpointName = (model: ExtensionModel | undefined, name: string): string =>
  model?.endpoints.find(({ handler }) => handler.kind === 'method' && handler.member === name)?.name ?? name;
