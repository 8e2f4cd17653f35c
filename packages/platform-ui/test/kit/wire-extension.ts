import { connect, jwtAuthenticator, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { CredentialExchange, HEARTBEAT_INTERVAL_MS, Manifest, platformServices } from '@symphony-ts/contract';
import type { Platform } from '@symphony-ts/platform';

/** The parts of an extension that a test needs. */
export interface WireOptions {
  readonly prefix: string;
  readonly name?: string;
  readonly description?: string;
  readonly features?: Partial<Manifest['features']>;
  readonly buckets?: readonly object[];
  readonly capabilities?: readonly object[];
  readonly services?: readonly object[];
  /** Answers of endpoints by their names. */
  readonly handlers?: Readonly<Record<string, (message: Msg) => unknown>>;
}

/** An extension on the wire, without an SDK: a connection, a registration, answers and heartbeats. */
export class WireExtension implements AsyncDisposable {
  readonly nc: NatsConnection;
  readonly prefix: string;
  readonly keyId: string;
  readonly #name: string;
  readonly #manifest: Manifest;
  #heartbeats: NodeJS.Timeout | undefined;

  private constructor(nc: NatsConnection, manifest: Manifest, keyId: string) {
    this.nc = nc;
    this.prefix = manifest.prefix;
    this.#name = manifest.name;
    this.#manifest = manifest;
    this.keyId = keyId;
  }

  static async start(platform: Platform, options: WireOptions): Promise<WireExtension> {
    const { prefix, handlers = {} } = options;
    const { token, id } = await platform.keys.create({ name: prefix, kind: 'extension', prefix });
    const response = await fetch(`${platform.httpUrl}/api/v1/apikey`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const credentials = CredentialExchange.parse(await response.json());
    const nc = await connect({
      servers: credentials.servers,
      authenticator: jwtAuthenticator(credentials.jwt, new TextEncoder().encode(credentials.seed)),
      inboxPrefix: `_INBOX.${credentials.instanceId}`,
    });
    const extension = new WireExtension(nc, manifestOf(options), id);
    await extension.register();
    for (const [endpoint, handle] of Object.entries(handlers)) extension.#answer(endpoint, handle);
    await nc.flush();
    extension.#keepBeating(credentials.instanceId ?? id);
    return extension;
  }

  async register(): Promise<void> {
    const reply = await this.nc.request(platformServices.register, JSON.stringify(this.#manifest), { timeout: 20_000 });
    if (reply.headers?.get('Nats-Service-Error-Code')) throw new Error(reply.string());
  }

  /** Replaces the text of a resource, like `updateResource()` of the SDKs. */
  async updateResource(uri: string, text: string): Promise<void> {
    const resource = this.#manifest.features.resources.find((one) => one.uri === uri);
    if (!resource) throw new Error(`there is no ${uri}`);
    resource.text = text;
    await this.register();
  }

  beat(instanceId: string, status = 'ok'): void {
    const now = new Date().toISOString();
    const { version } = this.#manifest;
    const entry = { prefix: this.prefix, instanceId, name: this.#name, version, status, started: now, timestamp: now };
    this.nc.publish(`$KV.symphony_status.${this.prefix}.${instanceId}`, JSON.stringify(entry));
  }

  /** Repeats heartbeats: an instance without one for a minute counts as gone, and some test files run longer. */
  #keepBeating(instanceId: string): void {
    this.beat(instanceId);
    this.#heartbeats = setInterval(() => {
      if (!this.nc.isClosed()) this.beat(instanceId);
    }, HEARTBEAT_INTERVAL_MS).unref();
  }

  #answer(endpoint: string, handle: (message: Msg) => unknown): void {
    this.nc.subscribe(`cirata.extensions.${this.prefix}.${endpoint}`, {
      queue: 'q',
      callback: (error, message) => {
        if (error) return;
        void Promise.resolve(handle(message)).then((answer) =>
          message.respond(answer instanceof Uint8Array || typeof answer === 'string' ? answer : JSON.stringify(answer)),
        );
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#heartbeats);
    await this.nc.close();
  }
}

function manifestOf(options: WireOptions): Manifest {
  const {
    prefix,
    name = prefix,
    description = '',
    features = {},
    buckets = [],
    capabilities = [],
    handlers = {},
  } = options;
  const endpoints = Object.keys(handlers).map((endpoint) => ({
    name: endpoint,
    subject: `cirata.extensions.${prefix}.${endpoint}`,
  }));
  return Manifest.parse({
    prefix,
    name,
    version: '1.0.0',
    description,
    capabilities,
    buckets,
    features,
    services: options.services ?? [{ name: prefix, version: '1.0.0', endpoints }],
  });
}
