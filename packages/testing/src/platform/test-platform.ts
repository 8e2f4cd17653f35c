import type { NatsConnection } from '@nats-io/nats-core';
import { connectSymphony, SymphonyClient } from '@symphony-ts/client';
import {
  assertKnownOptions,
  httpPath,
  httpPaths,
  type Logger,
  type OptionNames,
  silentLogger,
} from '@symphony-ts/contract';
import {
  type ApplicationOptions,
  AppModule,
  createApplication,
  type ExtensionDefinition,
  type Providers,
} from '@symphony-ts/extension';
import { type Platform, type PlatformOptions, startPlatform } from '@symphony-ts/platform';
import type { Constructor } from '../extension/test-extension.js';
import type { Gateway } from './fetch-rest.js';
import { LiveExtension, type Surroundings } from './live-extension.js';

/** Options of `TestPlatform.create`. They mean the same as those of `TestExtension.create` and `createApplication`. */
export interface LiveExtensionOptions<P extends readonly unknown[]> {
  /** Providers for constructors. A provider for the same class or token replaces that of the module. */
  readonly providers?: Providers<P>;
  /** Logger of the extension. Default: a logger that writes nothing. */
  readonly logger?: Logger;
  /** More options of `createApplication`. */
  readonly application?: Pick<ApplicationOptions, 'drainTimeoutMs' | 'heartbeatMs' | 'livenessMs' | 'observability'>;
}

const liveExtensionOptionNames = {
  providers: true,
  logger: true,
  application: true,
} as const satisfies OptionNames<LiveExtensionOptions<readonly unknown[]>>;

/**
 * Starts a real `nats-server` and a real platform for tests, and removes everything at the end. It is slower than
 * `TestExtension`: a start takes about half a second. It also tests permissions, limits, accounts and failures, which
 * `TestExtension` cannot.
 */
export class TestPlatform implements AsyncDisposable, Surroundings {
  /** The platform itself. */
  readonly platform: Platform;
  readonly #ends: (() => Promise<void>)[] = [];
  #token: Promise<string> | undefined;
  readonly #inside = new Map<string, Promise<NatsConnection>>();

  private constructor(platform: Platform) {
    this.platform = platform;
  }

  /**
   * Starts a server and a platform in development mode. A key gets the capabilities that its extension declares, and the platform
   * accepts a `nats-server` that does not keep accounts apart.
   *
   * @example <!-- test/guides/entry-points.examples.ts#test-platform -->
   * ```ts
   * await using platform = await TestPlatform.start();
   * await using first = await platform.create(Greeter);
   * await using second = await platform.create(Greeter); // one more instance
   * const answer = await first.request('greet', { name: 'Ada' });
   * ```
   * @throws what `startPlatform` throws
   */
  static async start(options: PlatformOptions = {}): Promise<TestPlatform> {
    const dev = { allowVulnerableServer: true, ...(options.dev ?? { grantDeclared: true }) };
    return new TestPlatform(await startPlatform({ flush: 'periodic', ...options, dev }));
  }

  /** Starts an extension on the platform, from a class or a definition. Each call starts one more instance. */
  async create<T extends object, const P extends readonly unknown[] = []>(
    extension: Constructor<T> | ExtensionDefinition,
    options: LiveExtensionOptions<P> = {},
  ): Promise<LiveExtension<T>> {
    assertKnownOptions('TestPlatform.create', options, liveExtensionOptionNames);
    const { providers = [], logger = silentLogger, application: timing = {} } = options;
    class TestModule {}
    // The provider list is checked where `create` is called; this module merely hands it on.
    AppModule({ extensions: [extension], providers: providers as Providers<[]> })(TestModule);
    const settings = { address: this.platform.httpUrl, logger, signals: false, ...timing };
    const { prefix, name } = (await createApplication(TestModule, settings)).model.extensions[0] ?? {
      prefix: '',
      name: '',
    };
    const { token } = await this.platform.keys.create({ kind: 'extension', prefix, name });
    const application = await createApplication(TestModule, { ...settings, token });
    await application.start();
    this.#ends.push(() => application.stop());
    const live = await LiveExtension.watch({ application, extension, owner: this, client: await this.client() });
    this.#ends.push(() => live.stop());
    return live;
  }

  /** Creates a client that may call every extension. */
  async client(): Promise<SymphonyClient> {
    const { token } = await this.platform.keys.create({ kind: 'client', name: 'test client' });
    const client = await SymphonyClient.connect({ token, address: this.platform.httpUrl });
    this.#ends.push(() => client.close());
    return client;
  }

  /** Returns the HTTP address of an extension, with the token of a caller that may call every extension. */
  async gateway(prefix: string): Promise<Gateway> {
    this.#token ??= this.platform.keys.create({ kind: 'client', name: 'test gateway' }).then(({ token }) => token);
    return { url: `${this.platform.httpUrl}${httpPath(httpPaths.extension, { prefix })}`, token: await this.#token };
  }

  /** Opens a connection in the account of an extension, like the connection of an instance. */
  inside(prefix: string): Promise<NatsConnection> {
    const known = this.#inside.get(prefix) ?? this.#connectInside(prefix);
    this.#inside.set(prefix, known);
    return known;
  }

  /** Stops everything that this platform started, the latest first. */
  async stop(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
    await this.platform.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #connectInside(prefix: string): Promise<NatsConnection> {
    const { token } = await this.platform.keys.create({ kind: 'extension', prefix, name: `${prefix}, test` });
    const connection = await connectSymphony({ token, address: this.platform.httpUrl });
    this.#ends.push(() => connection.close());
    return connection.nc;
  }
}
