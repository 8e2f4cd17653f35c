import 'reflect-metadata';
import type { CallableName, CallOptions } from '@symphony-ts/client';
import { decodePayload } from '@symphony-ts/client/internal';
import {
  assertKnownOptions,
  buildCommand,
  type CallerIdentity,
  commandsSubject,
  ENFORCEMENT_BROADCAST,
  type EnforcementPayload,
  isAbandonment,
  type Logger,
  type Manifest,
  type OptionNames,
  type UsageReport,
} from '@symphony-ts/contract';
import type { ExtensionContext, ExtensionDefinition, ObservabilityOptions, Providers } from '@symphony-ts/extension';
import { type ExtensionContainer, type ExtensionModel, readApplication } from '@symphony-ts/extension/internal';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { MemoryBus, type Published } from '../bus/memory-bus.js';
import { contentTypeOf, encodeMessage } from '../bus/message-value.js';
import type { DisconnectOptions } from '../fakes/memory-link.js';
import { type AssembledExtension, assembleExtension } from './assemble-extension.js';
import { assertRestInit, callRest, type RestInit, type RestResult } from './call-rest.js';
import { CallsAs } from './calls-as.js';
import { capabilityGuard } from './capability-guard.js';
import { capturingConsole } from './console-capture.js';
import {
  type ExtensionUnderTest,
  endpointName,
  type InputArgs,
  type PublishedMessage,
  type Result,
} from './extension-under-test.js';
import { FakeServices } from './fake-services.js';
import { type LogLine, TestLog } from './test-log.js';
import { type FakePlatformState, servePlatform } from './test-platform-services.js';

// oxlint-disable-next-line typescript/no-explicit-any -- constructors of any shape; the container fills their parameters
export type Constructor<T> = new (...args: any[]) => T;

/** Options of `TestExtension.create`. You can omit all of them. */
export interface TestExtensionOptions<P extends readonly unknown[]> {
  /** Providers for constructors. A provider for the same class or token replaces that of the module. */
  readonly providers?: Providers<P>;
  /**
   * Functions that answer for other services, by subject: `{ 'cirata.extensions.prices.of': () => 3 }`. A function that throws
   * or rejects refuses the request; throw an `EndpointError` to choose code and message. If its promise never settles, the
   * call times out. To test a lost connection, throw the error that the call would throw: `new DisconnectedError(…)` or
   * `new TimeoutError(…)`. Services of the platform that have no fake, such as `cirata.services.info`, are faked in the same
   * way. The second argument has a `signal`. It aborts when the extension ends the call.
   */
  readonly services?: Readonly<Record<string, (request: unknown, call: { readonly signal: AbortSignal }) => unknown>>;
  /** Id of the instance under test. Default `test-1`. */
  readonly instanceId?: string;
  /** Receives the log lines of the extension, as `log` does. Default: a logger that writes nothing. */
  readonly logger?: Logger;
  /** `true`: lines that the extension writes to `console` go to `log` instead. Default `false`. */
  readonly captureConsole?: boolean;
  /** The option `observability` of `createApplication`. Default: the option of the extension. */
  readonly observability?: boolean | ObservabilityOptions;
}

/** The names of {@link TestExtensionOptions}. */
const testExtensionOptionNames = {
  providers: true,
  services: true,
  instanceId: true,
  logger: true,
  captureConsole: true,
  observability: true,
} as const satisfies OptionNames<TestExtensionOptions<readonly unknown[]>>;

const INSTANCE_ID = 'test-1';

/**
 * Runs an extension without a server. It is the code of production, with a bus and buckets in memory. Requests take
 * microseconds, and have the same validation, errors and replies. If a handler publishes to a subject that its capabilities do
 * not cover, it gets `PERMISSION_DENIED`. A server refuses the message, too: there a request fails, and an event is dropped
 * with a line in the log.
 */
export class TestExtension<T extends object> implements ExtensionUnderTest<T> {
  /** The instance of the extension's class. For an extension in code: the definition itself. */
  readonly instance: T;
  /** The declarations of the class. */
  readonly model: ExtensionModel;
  /** The messages that handlers published, in order. */
  readonly published: readonly PublishedMessage[];
  readonly #bus: MemoryBus;
  readonly #platform: FakePlatformState;
  readonly #assembled: AssembledExtension;
  readonly #log: TestLog;

  private constructor(instance: T, parts: TestParts) {
    this.instance = instance;
    this.model = parts.model;
    this.published = parts.published;
    this.#bus = parts.bus;
    this.#platform = parts.platform;
    this.#assembled = parts.assembled;
    this.#log = parts.log;
  }

  /**
   * Starts `extension` in memory. If a constructor or `@OnStart` throws, the call rejects with that error.
   *
   * @example <!-- test/guides/entry-points.examples.ts#test-extension -->
   * ```ts
   * await using greeter = await TestExtension.create(Greeter);
   * const answer = await greeter.request('greet', { name: 'Ada' });
   * ```
   * @throws `INVALID_MODULE` when the class has problems; the error lists all of them
   */
  static async create<T extends object, const P extends readonly unknown[] = []>(
    extension: Constructor<T> | ExtensionDefinition,
    options: TestExtensionOptions<P> = {},
  ): Promise<TestExtension<T>> {
    assertKnownOptions('TestExtension.create', options, testExtensionOptionNames);
    const {
      providers = [],
      services = {},
      instanceId = INSTANCE_ID,
      logger,
      observability,
      captureConsole = false,
    } = options;
    const { model: application } = readApplication(extension, { providers, observability });
    const [model] = application.extensions;
    if (!model) throw new TypeError('nothing to test: this is neither an extension class nor a definition');

    const bus = new MemoryBus();
    const published: PublishedMessage[] = [];
    const platform: FakePlatformState = {
      usage: [],
      enforcement: { status: 'enforcement_ok', message: '', disabled_extensions: [], grace_extensions: [] },
    };
    servePlatform(bus, platform);
    const log = new TestLog();
    const fakes = new FakeServices();
    fakes.serve(bus, services);
    const mayPublish = capabilityGuard(model.prefix, model.capabilities);
    const onPublish = ({ subject, data, reply, headers }: Published): void => {
      mayPublish(subject);
      if (reply === undefined && !isAbandonment(subject))
        published.push({ subject, payload: decodePayload(data, contentTypeOf(headers)) });
    };
    const assembled = await assembleExtension({
      application,
      model,
      bus,
      instanceId,
      logger,
      log,
      within: captureConsole ? capturingConsole(log) : (run) => run(),
      fakes,
      observability,
      onPublish,
    });
    const parts = { model, published, bus, platform, assembled, log };
    return new TestExtension(instanceOf(assembled.container, extension), parts);
  }

  /** Calls an endpoint. The name of a method gives the types of the method; any other name on the wire has no types. */
  request<K extends CallableName<T>>(name: K, ...input: InputArgs<T[K]>): Result<T[K]>;
  request<N extends string>(name: N extends keyof T ? never : N, input?: unknown): Promise<unknown>;
  request(name: string, input?: unknown): Promise<unknown> {
    return this.send(endpointName(this.model, name), input);
  }

  /**
   * Sends any input to an endpoint, for tests of refusals. Rejects as the call of a client does, such as with `REMOTE_ERROR`.
   * If the handler threw an unexpected error, it is the `cause` here, with its stack. A real caller sees only the id of it.
   */
  send(endpoint: string, input?: unknown, options?: CallOptions): Promise<unknown> {
    return this.#assembled.client.extension(this.model.prefix).invoke(endpoint, input, options);
  }

  /** Calls an instance handler. */
  requestInstance(handler: string, input?: unknown): Promise<unknown> {
    const id = this.instanceId;
    return this.#assembled.client.extension(this.model.prefix).instance(id).invoke(handler, input);
  }

  /** Sends an HTTP request through the routes of `@Rest`, as the platform's gateway does. */
  async rest(method: string, url: string, init: RestInit = {}): Promise<RestResult> {
    assertRestInit(init);
    return callRest(this.#assembled.outside, this.manifest, {
      ...init,
      method,
      url,
      instanceId: this.instanceId,
      errorOf: (id) => this.#log.errorOf(id),
    });
  }

  /**
   * Returns calls on behalf of `caller`. Handlers see it in `request.caller`, which is `undefined` for other calls.
   */
  as(caller: CallerIdentity): CallsAs<T> {
    const { clientAs, proofOf, outside, instanceId } = this.#assembled;
    const proof = proofOf(caller);
    const manifest = (): Manifest => this.manifest;
    return new CallsAs({ model: this.model, client: clientAs(proof), outside, proof, instanceId, manifest });
  }

  /** Publishes an event and waits until its handlers have finished. */
  async emit(subject: string, payload?: unknown): Promise<void> {
    this.#bus.send({ subject, ...encodeMessage(payload) });
    await this.#settled();
  }

  /** Sends a command. Resolves to its reply. */
  command(name: string, payload?: unknown): Promise<unknown> {
    return this.#assembled.client.request(commandsSubject(this.model.prefix), buildCommand(name, payload));
  }

  /** Opens a bucket of the extension, so that the test can fill or check it. */
  bucket<V = unknown>(name: string): KeyValueBucket<V> {
    // The test knows what it put there.
    return this.#assembled.buckets.get(name) as KeyValueBucket<V>;
  }

  /** Sets which other instances are running, for the partitioner. */
  setInstances(instances: readonly string[]): void {
    this.#assembled.instances.set([this.instanceId, ...instances]);
  }

  /**
   * Breaks the connection of the extension to NATS. Nothing reaches the extension now. Its calls that wait for an answer fail
   * with `DISCONNECTED`, and `isSent` is `true`: they may have been handled. What it sends from now on, to services, as events
   * and to its buckets, waits for `reconnect()`. If its own time ends first, it fails with `DISCONNECTED`, and `isSent` is
   * `false`. The test still reaches the buckets through `bucket(name)`.
   */
  disconnect(options: DisconnectOptions = {}): Promise<void> {
    return this.#assembled.disconnect(options);
  }

  /** Restores the connection after `disconnect()`. What waits is sent, in order. */
  reconnect(): Promise<void> {
    return this.#assembled.reconnect();
  }

  /** Changes the licence state and broadcasts it. */
  async enforce(state: Partial<EnforcementPayload>): Promise<void> {
    this.#platform.enforcement = { ...this.#platform.enforcement, ...state };
    await this.emit(ENFORCEMENT_BROADCAST, this.#platform.enforcement);
  }

  /** The usage reports of the extension, in order. */
  get usage(): readonly UsageReport[] {
    return this.#platform.usage;
  }

  /**
   * The log lines of the extension, in order: from its handlers, from the SDK, and with `captureConsole` from `console`. If a
   * handler of an event fails, its error is in one of the lines.
   */
  get log(): readonly LogLine[] {
    return this.#log.lines;
  }

  /** The context that handlers receive. */
  get context(): ExtensionContext {
    return this.#assembled.context;
  }

  /** The manifest that is registered at this moment. */
  get manifest(): Manifest {
    return this.#assembled.manifest;
  }

  /** All manifests that were registered, in order. */
  get registered(): readonly Manifest[] {
    return this.#assembled.registered;
  }

  /** Id of the instance under test. */
  get instanceId(): string {
    return this.#assembled.instanceId;
  }

  /** Stops the extension as in production: drains it, and runs `@OnStop`. */
  stop(reason = 'stopped'): Promise<void> {
    return this.#assembled.stop(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #settled(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.#assembled.pendingRequests.idle();
  }
}

/** The instance of an extension class. A definition has no instance, so it is returned itself. */
export const instanceOf = <T extends object>(
  container: ExtensionContainer,
  extension: Constructor<T> | ExtensionDefinition,
): T =>
  // A caller that passes a definition names no T, so T is `object`.
  typeof extension === 'function' ? container.get(extension) : (extension as object as T);

interface TestParts {
  readonly model: ExtensionModel;
  readonly published: readonly PublishedMessage[];
  readonly bus: MemoryBus;
  readonly platform: FakePlatformState;
  readonly assembled: AssembledExtension;
  readonly log: TestLog;
}
