import {
  assertKnownOptions,
  CALL_TIMEOUT_MS,
  DiscoveryReply,
  type DiscoveryVerb,
  type ExtensionSummary,
  type OptionNames,
  platformServices,
  runtimeType,
} from '@symphony-ts/contract';
import { assertTimeout, type CallOptions, type CallScope, callOptionNames } from '../calls/call-options.js';
import { parseServiceReply } from '../calls/call-reply.js';
import { type Caller, createCaller, type PublishOptions } from '../calls/caller.js';
import { endpointDirectory } from '../calls/endpoint-directory.js';
import { createExtensionCalls } from '../calls/extension-calls.js';
import type { Contract, EndpointSpecs } from '../calls/extension-contract.js';
import type {
  Class,
  ContractHandle,
  ExtensionCalls,
  ExtensionHandle,
  UntypedHandle,
} from '../calls/extension-handle.js';
import { listExtensions } from '../calls/extension-list.js';
import { type ConnectOptions, connectOptionNames } from '../connection/connect-options.js';
import { connectSymphony } from '../connection/connect-symphony.js';
import type { SymphonyConnection } from '../connection/symphony-connection.js';
import { PlatformInfo } from './platform-info.js';
import { type BucketSummary, StorageService, type StoredEntry } from './storage-service.js';

/** Options of `SymphonyClient.connect`. */
export interface ClientOptions extends ConnectOptions {
  /** Milliseconds for calls without their own `timeoutMs`. Must be above 0 and finite. Default 5,000. */
  readonly timeoutMs?: number;
}

const clientOptionNames = { ...connectOptionNames, timeoutMs: true } as const satisfies OptionNames<ClientOptions>;

/** Options of `discover`. */
export interface DiscoverOptions extends CallOptions {
  /** Asks this extension only. Default: all running extensions. */
  readonly prefix?: string;
}

const discoverOptionNames = { ...callOptionNames, prefix: true } as const satisfies OptionNames<DiscoverOptions>;

const discoverySubjects: Readonly<Record<DiscoveryVerb, string>> = {
  ping: platformServices.discoveryPing,
  info: platformServices.discoveryInfo,
  stats: platformServices.discoveryStats,
};

/** Calls a platform and its extensions over one connection. */
export class SymphonyClient implements ExtensionCalls, AsyncDisposable {
  /** Identifies the class, also if the package is installed twice. */
  static readonly [runtimeType]: string = 'SymphonyClient';
  /** The connection of all calls. */
  readonly connection: SymphonyConnection;
  readonly #caller: Caller;
  // Created at their first use, because a client is created for each request whose handler makes a call.
  #buckets: StorageService | undefined;
  #calls: ExtensionCalls | undefined;
  readonly #end: () => Promise<void>;

  /** Uses a connection that other code opens and closes. `close()` calls `end`; without `end` it does nothing. */
  constructor(
    connection: SymphonyConnection,
    caller: Caller = createCaller(connection.nc),
    end: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.connection = connection;
    this.#end = end;
    this.#caller = caller;
  }

  /** Reads and writes buckets through the platform. */
  get buckets(): StorageService {
    return (this.#buckets ??= new StorageService(this.#caller));
  }

  /**
   * Connects with the token in the options, a stored token, or the token in `SYMPHONY_TOKEN`.
   *
   * @example <!-- test/guides/entry-points.examples.ts#client -->
   * ```ts
   * await using client = await SymphonyClient.connect({ token });
   * const answer = await client.extension(Greeter).greet({ name: 'Ada' });
   * ```
   * @throws `NO_TOKEN` when no token is found
   * @throws `AUTHENTICATION_FAILED` when the platform refuses the token
   * @throws `CONNECTION_FAILED` when nothing answers at the address
   */
  static async connect(options: ClientOptions = {}): Promise<SymphonyClient> {
    assertKnownOptions('connect', options, clientOptionNames);
    const { timeoutMs = CALL_TIMEOUT_MS, ...rest } = options;
    assertTimeout(timeoutMs);
    const connection = await connectSymphony(rest);
    const caller = createCaller(connection.nc, { defaultTimeoutMs: timeoutMs });
    return new SymphonyClient(connection, caller, () => connection.drain());
  }

  /**
   * Returns a client for calls on behalf of a request. The calls end at the deadline of the request and continue its trace. The
   * new client shares the connection and does not close it.
   */
  within(scope: CallScope): SymphonyClient {
    return new SymphonyClient(this.connection, this.#caller.within(scope));
  }

  /** Asks the platform for its description. */
  async info(options?: CallOptions): Promise<PlatformInfo> {
    const subject = platformServices.info;
    return parseServiceReply(PlatformInfo, await this.request(subject, undefined, options), subject);
  }

  /** Lists the registered extensions that the caller may see, running or not. */
  async extensions(options?: CallOptions): Promise<readonly ExtensionSummary[]> {
    const ask = (subject: string, body: unknown): Promise<unknown> => this.request(subject, body, options);
    return listExtensions(ask, this.connection.nc.info?.max_payload);
  }

  /**
   * Asks the NATS services of the extensions to describe themselves (`$SRV.PING`, `INFO`, `STATS`). Only the platform can ask
   * them, so the request goes through it. You can trust the `prefix` of an answer: the platform sets it. The extension itself
   * writes `service`. The call needs the capability `services.discovery.<verb>`; without it, it rejects with
   * `PERMISSION_DENIED` or `REMOTE_ERROR`.
   */
  async discover(verb: DiscoveryVerb = 'info', options: DiscoverOptions = {}): Promise<DiscoveryReply> {
    assertKnownOptions('discover', options, discoverOptionNames);
    const { prefix, ...call } = options;
    const subject = discoverySubjects[verb];
    const request = prefix === undefined ? {} : { prefix };
    return parseServiceReply(DiscoveryReply, await this.request(subject, request, call), subject);
  }

  /** Returns the calls of one extension. Name the extension by its class, its contract or its prefix. */
  extension<T extends object>(extension: Class<T>): ExtensionHandle<T>;
  extension<E extends EndpointSpecs>(contract: Contract<E>): ContractHandle<E>;
  extension<T extends object = never>(prefix: string): [T] extends [never] ? UntypedHandle : ExtensionHandle<T>;
  extension(of: Class<object> & Contract & string): unknown {
    this.#calls ??= createExtensionCalls(this.#caller, () => endpointDirectory(this.connection));
    return this.#calls.extension(of);
  }

  /**
   * Reads storage through the platform, without JetStream: the list of buckets, the keys of a bucket, or one entry
   * (`undefined` if the key does not exist). `buckets` has more methods.
   */
  storage(): Promise<readonly BucketSummary[]>;
  storage(bucket: string): Promise<readonly string[]>;
  storage<T = unknown>(bucket: string, key: string): Promise<StoredEntry<T> | undefined>;
  async storage(bucket?: string, key?: string): Promise<unknown> {
    if (bucket === undefined) return this.buckets.buckets();
    return key === undefined ? this.buckets.keys({ bucket }) : this.buckets.get({ bucket }, key);
  }

  /**
   * Sends a request to any permitted subject, and returns the decoded answer: JSON as its value, other text as a string,
   * anything else as bytes.
   *
   * @throws what `Caller.request` throws
   */
  async request(subject: string, payload?: unknown, options?: CallOptions): Promise<unknown> {
    return (await this.#caller.request(subject, payload, options)).value();
  }

  /**
   * Publishes an event. Write the full subject, as it goes over the wire.
   *
   * @throws what `Caller.publish` throws
   */
  async publish(subject: string, payload?: unknown, options?: PublishOptions): Promise<void> {
    return this.#caller.publish(subject, payload, options);
  }

  /** Sends the waiting messages, then closes the connection that `connect` opened. Later calls do nothing more. */
  async close(): Promise<void> {
    await this.#end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
