import {
  CALL_TIMEOUT_MS,
  DiscoveryReply,
  type DiscoveryVerb,
  type ExtensionSummary,
  platformServices,
  runtimeType,
} from '@symphony-ts/contract';
import { assertTimeout, type CallOptions, type CallScope } from '../calls/call-options.js';
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
import type { ConnectOptions } from '../connection/connect-options.js';
import { connectSymphony } from '../connection/connect-symphony.js';
import type { SymphonyConnection } from '../connection/symphony-connection.js';
import { PlatformInfo } from './platform-info.js';
import { type BucketSummary, StorageService, type StoredEntry } from './storage-service.js';

/** Options of `SymphonyClient.connect`: how to connect, and how long calls wait. */
export interface ClientOptions extends ConnectOptions {
  /** Milliseconds for calls that name no time. 0 and less are refused. Default 5,000. */
  readonly timeoutMs?: number;
}

/** Options of `discover`. */
export interface DiscoverOptions extends CallOptions {
  /** Only this extension. Default: all that are running. */
  readonly prefix?: string;
}

const discoverySubjects: Readonly<Record<DiscoveryVerb, string>> = {
  ping: platformServices.discoveryPing,
  info: platformServices.discoveryInfo,
  stats: platformServices.discoveryStats,
};

/** Talks to a platform and to the extensions behind it, over one connection. */
export class SymphonyClient implements ExtensionCalls, AsyncDisposable {
  /** Tells the class across installed copies. */
  static readonly [runtimeType]: string = 'SymphonyClient';
  /** The connection that all calls go through. */
  readonly connection: SymphonyConnection;
  readonly #caller: Caller;
  // Made when they are asked for: a client is made for each request whose handler makes a call.
  #buckets: StorageService | undefined;
  #calls: ExtensionCalls | undefined;
  readonly #end: () => Promise<void>;

  /** On a connection that somebody else opened and closes: `close()` does nothing, unless `end` says what. */
  constructor(
    connection: SymphonyConnection,
    caller: Caller = createCaller(connection.nc),
    end: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.connection = connection;
    this.#end = end;
    this.#caller = caller;
  }

  /** Buckets through the platform, for reading and writing. */
  get buckets(): StorageService {
    return (this.#buckets ??= new StorageService(this.#caller));
  }

  /**
   * Connects with the token given, the stored one, or the one in `SYMPHONY_TOKEN`.
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
    const { timeoutMs = CALL_TIMEOUT_MS, ...rest } = options;
    assertTimeout(timeoutMs);
    const connection = await connectSymphony(rest);
    const caller = createCaller(connection.nc, { defaultTimeoutMs: timeoutMs });
    return new SymphonyClient(connection, caller, () => connection.drain());
  }

  /**
   * The same client for calls made on behalf of a request: they end at its deadline and continue its trace. It shares
   * the connection and does not close it.
   */
  within(scope: CallScope): SymphonyClient {
    return new SymphonyClient(this.connection, this.#caller.within(scope));
  }

  /** What the platform says about itself. */
  async info(options?: CallOptions): Promise<PlatformInfo> {
    const subject = platformServices.info;
    return parseServiceReply(PlatformInfo, await this.request(subject, undefined, options), subject);
  }

  /** The registered extensions that the caller may see, whether they run or not. */
  async extensions(options?: CallOptions): Promise<readonly ExtensionSummary[]> {
    const ask = (subject: string, body: unknown): Promise<unknown> => this.request(subject, body, options);
    return listExtensions(ask, this.connection.nc.info?.max_payload);
  }

  /**
   * What the NATS micro services of the extensions say about themselves (`$SRV.PING`, `INFO`, `STATS`), which only the
   * platform can ask. `prefix` is where an answer came from and can be trusted; all of `service` is that extension's word.
   * Needs the capability `services.discovery.<verb>`; rejects with PermissionError or RemoteError without it.
   */
  async discover(verb: DiscoveryVerb = 'info', options: DiscoverOptions = {}): Promise<DiscoveryReply> {
    const { prefix, ...call } = options;
    const subject = discoverySubjects[verb];
    const request = prefix === undefined ? {} : { prefix };
    return parseServiceReply(DiscoveryReply, await this.request(subject, request, call), subject);
  }

  /** Calls to one extension, named by its class, its contract or its prefix. */
  extension<T extends object>(extension: Class<T>): ExtensionHandle<T>;
  extension<E extends EndpointSpecs>(contract: Contract<E>): ContractHandle<E>;
  extension<T extends object = never>(prefix: string): [T] extends [never] ? UntypedHandle : ExtensionHandle<T>;
  extension(of: Class<object> & Contract & string): unknown {
    this.#calls ??= createExtensionCalls(this.#caller, () => endpointDirectory(this.connection));
    return this.#calls.extension(of);
  }

  /**
   * Looks into storage: the buckets, the keys of one, or one entry (`undefined` where the key does not exist). Works
   * without JetStream, through the platform; `buckets` has the rest.
   */
  storage(): Promise<readonly BucketSummary[]>;
  storage(bucket: string): Promise<readonly string[]>;
  storage<T = unknown>(bucket: string, key: string): Promise<StoredEntry<T> | undefined>;
  async storage(bucket?: string, key?: string): Promise<unknown> {
    if (bucket === undefined) return this.buckets.buckets();
    return key === undefined ? this.buckets.keys({ bucket }) : this.buckets.get({ bucket }, key);
  }

  /**
   * Sends a request to any subject that is permitted and gives its decoded answer: JSON as its value, other text as a
   * string, the rest as bytes. Rejects as `Caller.request` does.
   */
  async request(subject: string, payload?: unknown, options?: CallOptions): Promise<unknown> {
    return (await this.#caller.request(subject, payload, options)).value();
  }

  /** Publishes an event; the subject is written as it goes over the wire. Rejects as `Caller.publish` does. */
  async publish(subject: string, payload?: unknown, options?: PublishOptions): Promise<void> {
    return this.#caller.publish(subject, payload, options);
  }

  /** Sends what is waiting, and closes the connection that `connect` opened. You can call it again. */
  async close(): Promise<void> {
    await this.#end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
