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
import { type AssembledExtension, assembleExtension } from './assemble-extension.js';
import { callRest, type RestInit, type RestResult } from './call-rest.js';
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

/** Options of `TestExtension.create`. All of them may be omitted. */
export interface TestExtensionOptions<P extends readonly unknown[]> {
  /** Providers that replace those of the module, or add to them. */
  readonly providers?: Providers<P>;
  /**
   * What other services answer, by subject: `{ 'cirata.extensions.prices.of': () => 3 }`. One that throws or rejects refuses
   * the request; throw an `EndpointError` to say how. One whose promise never settles lets the call time out. To see what the
   * extension does without a connection, throw what its call would: `new DisconnectedError(…)`, `new TimeoutError(…)`. The
   * second argument has a `signal`, which aborts when the extension gives the call up.
   */
  readonly services?: Readonly<Record<string, (request: unknown, call: { readonly signal: AbortSignal }) => unknown>>;
  /** Default `test-1`. */
  readonly instanceId?: string;
  /** Default: one that writes nothing. */
  readonly logger?: Logger;
  /** Keeps in `log` what the extension writes to `console`, in place of printing it. Default `false`. */
  readonly captureConsole?: boolean;
  /** As in `createApplication`. Default: what the extension says. */
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
 * An extension without a server: the code that production runs, bound to a bus and to buckets in memory. Requests are
 * answered in microseconds, by the same validation, errors and replies. A handler that publishes what its capabilities
 * do not cover is refused, as a server would refuse it.
 */
export class TestExtension<T extends object> implements ExtensionUnderTest<T> {
  /** The instance under test, for what handlers do not show; the definition itself where it is one. */
  readonly instance: T;
  /** What was scanned from the class. */
  readonly model: ExtensionModel;
  /** What handlers published, in order. */
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
   * Boots `extension` with fakes around it. An error that a constructor or `@OnStart` throws is passed on.
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

  /** Calls an endpoint by the name of its method, typed as the method is; or by any other wire name, untyped. */
  request<K extends CallableName<T>>(name: K, ...input: InputArgs<T[K]>): Result<T[K]>;
  request<N extends string>(name: N extends keyof T ? never : N, input?: unknown): Promise<unknown>;
  request(name: string, input?: unknown): Promise<unknown> {
    return this.send(endpointName(this.model, name), input);
  }

  /**
   * Sends anything to an endpoint, for tests of refusals. Rejects as a client's call does: `RemoteError` and its kin. An
   * unexpected error of the handler, which a caller is told the id of alone, is the `cause` here, with its stack.
   */
  send(endpoint: string, input?: unknown, options?: CallOptions): Promise<unknown> {
    return this.#assembled.client.extension(this.model.prefix).invoke(endpoint, input, options);
  }

  /** Calls an instance handler. */
  requestInstance(handler: string, input?: unknown): Promise<unknown> {
    const id = this.instanceId;
    return this.#assembled.client.extension(this.model.prefix).instance(id).invoke(handler, input);
  }

  /** Sends an HTTP request through the routes of `@Rest`, as the platform's gateway would. */
  rest(method: string, url: string, init: RestInit = {}): Promise<RestResult> {
    return callRest(this.#assembled.outside, this.manifest, {
      ...init,
      method,
      url,
      instanceId: this.instanceId,
      errorOf: (id) => this.#log.errorOf(id),
    });
  }

  /**
   * Calls made as `caller`, whom handlers see in `request.caller`. Calls made otherwise are nobody's.
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

  /** Sends a command and gives its reply. */
  command(name: string, payload?: unknown): Promise<unknown> {
    return this.#assembled.client.request(commandsSubject(this.model.prefix), buildCommand(name, payload));
  }

  /** A bucket of the extension, to prepare and to inspect. */
  bucket<V = unknown>(name: string): KeyValueBucket<V> {
    // The test knows what it put there.
    return this.#assembled.buckets.get(name) as KeyValueBucket<V>;
  }

  /** Sets which other instances are running, for the partitioner. */
  setInstances(instances: readonly string[]): void {
    this.#assembled.instances.set([this.instanceId, ...instances]);
  }

  /** Changes the licence state and broadcasts it. */
  async enforce(state: Partial<EnforcementPayload>): Promise<void> {
    this.#platform.enforcement = { ...this.#platform.enforcement, ...state };
    await this.emit(ENFORCEMENT_BROADCAST, this.#platform.enforcement);
  }

  /** Usage reports, in order. */
  get usage(): readonly UsageReport[] {
    return this.#platform.usage;
  }

  /**
   * What the extension has logged, in order: the lines of its handlers and of the SDK, and with `captureConsole` those of `console`. The error of an event handler that failed
   * is in one of them.
   */
  get log(): readonly LogLine[] {
    return this.#log.lines;
  }

  /** What handlers are given, for what only a running extension can do. */
  get context(): ExtensionContext {
    return this.#assembled.context;
  }

  /** What is registered at this moment. */
  get manifest(): Manifest {
    return this.#assembled.manifest;
  }

  /** Every manifest that was registered, in order. */
  get registered(): readonly Manifest[] {
    return this.#assembled.registered;
  }

  /** Id of the instance under test. */
  get instanceId(): string {
    return this.#assembled.instanceId;
  }

  /** Drains and runs `@OnStop`, as production does. */
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

/** The instance of an extension class. A definition has none, and stands for itself. */
export const instanceOf = <T extends object>(
  container: ExtensionContainer,
  extension: Constructor<T> | ExtensionDefinition,
): T =>
  // Whoever passes a definition names no T, so that it is `object`.
  typeof extension === 'function' ? container.get(extension) : (extension as object as T);

interface TestParts {
  readonly model: ExtensionModel;
  readonly published: readonly PublishedMessage[];
  readonly bus: MemoryBus;
  readonly platform: FakePlatformState;
  readonly assembled: AssembledExtension;
  readonly log: TestLog;
}
