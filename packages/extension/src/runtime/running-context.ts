import type { JetStreamClient } from '@nats-io/jetstream';
import { type NatsConnection, nuid } from '@nats-io/nats-core';
import type { SymphonyClient } from '@symphony-ts/client';
import {
  assertKnownOptions,
  endpointPath,
  endpointSubject,
  InvalidConfigurationError,
  instanceSubject,
  isReservedBucket,
  isSymphonyError,
  isTelemetry,
  type ManifestEndpoint,
  type OutputOf,
  platformServices,
  type Schema,
  SymphonyError,
  withoutUndefined,
} from '@symphony-ts/contract';
import type { Metrics, Tracer } from '@symphony-ts/observability';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { Binding, BoundServices, InstanceBinding, ServiceBinding } from '../binders/binding.js';
import { readEnforcement } from '../context/enforcement.js';
import {
  type AddEndpointOptions,
  type AddedHandler,
  type CreateBucketOptions,
  createBucketOptionNames,
  ExtensionContext,
  type ExtensionInfo,
  type ResourceContent,
  type UsageReportOptions,
  type UsageResult,
} from '../context/extension-context.js';
import type { Logger } from '../context/logger.js';
import { reportUsage } from '../context/report-usage.js';
import { withEndpoint, withInfo, withoutEndpoint, withResource } from '../manifest/edit-manifest.js';
import type { EnforcementState } from '../model/extension-model.js';
import type { WorkPartitioner } from '../partitioner/work-partitioner.js';
import { addedEndpoint, addedInstanceHandler } from './added-endpoint.js';
import type { Buckets } from './buckets.js';
import type { LiveManifest } from './live-manifest.js';

/** NATS as authors see it. In tests without a server the getters throw. */
export interface Transport {
  readonly connection: NatsConnection;
  readonly jetstream: JetStreamClient;
}

export interface RunningContextParts {
  readonly prefix: string;
  readonly instanceId: string;
  readonly transport: Transport;
  readonly buckets: Buckets;
  readonly client: SymphonyClient;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly signal: AbortSignal;
  readonly partitioner: WorkPartitioner;
  readonly manifest: LiveManifest;
  readonly isStandalone: boolean;
}

/** The context of a live extension. */
export class RunningContext extends ExtensionContext {
  readonly prefix: string;
  readonly instanceId: string;
  readonly client: SymphonyClient;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly signal: AbortSignal;
  readonly partitioner: WorkPartitioner;
  readonly #transport: Transport;
  readonly #buckets: Buckets;
  readonly #manifest: LiveManifest;
  readonly #isStandalone: boolean;
  /** The endpoints that were added, by their subjects. */
  readonly #added = new Map<string, ManifestEndpoint>();
  #bound: BoundServices | undefined;

  constructor(parts: RunningContextParts) {
    super();
    this.prefix = parts.prefix;
    this.instanceId = parts.instanceId;
    this.#transport = parts.transport;
    this.#buckets = parts.buckets;
    this.client = parts.client;
    this.logger = parts.logger;
    this.metrics = parts.metrics;
    this.tracer = parts.tracer;
    this.signal = parts.signal;
    this.partitioner = parts.partitioner;
    this.#manifest = parts.manifest;
    this.#isStandalone = parts.isStandalone;
  }

  get connection(): NatsConnection {
    return this.#transport.connection;
  }

  get jetstream(): JetStreamClient {
    return this.#transport.jetstream;
  }

  /** Called by the runtime once endpoints can be added. */
  bound(services: BoundServices): void {
    this.#bound = services;
  }

  publish(subject: string, payload?: unknown): Promise<void> {
    return this.client.publish(subject, payload);
  }

  async addEndpoint(name: string, options: AddEndpointOptions, handler: AddedHandler): Promise<AsyncDisposable> {
    const { group } = options;
    const { service } = this.#services(`addEndpoint('${name}')`);
    const model = addedEndpoint(name, options, handler);
    if (group === undefined) this.#keepTelemetry(name);
    const subject = endpointSubject(this.prefix, endpointPath({ group, name }));
    return this.#add({ name, subject, kind: 'endpoint', ...described(options) }, () => service.add(model));
  }

  async addInstanceHandler(name: string, handler: AddedHandler): Promise<AsyncDisposable> {
    const { instances } = this.#services(`addInstanceHandler('${name}')`);
    const model = addedInstanceHandler(name, handler);
    this.#keepTelemetry(name);
    const subject = instanceSubject(this.prefix, '*', name);
    return this.#add({ name, subject, kind: 'instance' }, () => Promise.resolve(instances.add(model)));
  }

  async updateResource(uri: string, content: ResourceContent): Promise<void> {
    await this.#manifest.update((manifest) => withResource(manifest, uri, content));
  }

  async updateExtensionInfo(change: (info: ExtensionInfo) => ExtensionInfo = (info) => info): Promise<void> {
    await this.#manifest.update((manifest) => withInfo(manifest, change));
  }

  reportUsage(dimensions: Readonly<Record<string, number>>, options: UsageReportOptions = {}): Promise<UsageResult> {
    const { prefix, client } = this;
    return this.#orUnlicensed(
      () => reportUsage({ prefix, client, newId: () => nuid.next() }, dimensions, options),
      () => ({ result: 'ok', units: 0, enforcement: readEnforcement({}, prefix) }),
    );
  }

  async enforcementState(): Promise<EnforcementState> {
    const { prefix, client } = this;
    return this.#orUnlicensed(
      async () => readEnforcement(await client.request(platformServices.enforcement, {}), prefix),
      () => readEnforcement({}, prefix),
    );
  }

  /** The answer of the platform. A plain NATS server has no licences, so everything is permitted there and costs no units. */
  async #orUnlicensed<T>(ask: () => Promise<T>, unlicensed: () => T): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (this.#isStandalone && isSymphonyError(error, 'NO_RESPONDERS')) return unlicensed();
      throw error;
    }
  }

  bucket(name: string): Promise<KeyValueBucket>;
  bucket<S extends Schema>(name: string, schema: S): Promise<KeyValueBucket<OutputOf<S>>>;
  bucket(name: string, schema?: Schema): Promise<KeyValueBucket> {
    return this.#buckets.open(name, { schema });
  }

  async createBucket<S extends Schema | undefined = undefined>(
    name: string,
    options: CreateBucketOptions<S> = {},
  ): Promise<KeyValueBucket<S extends Schema ? OutputOf<S> : unknown>> {
    assertKnownOptions('createBucket', options, createBucketOptionNames);
    if (isReservedBucket(name)) {
      throw new SymphonyError('INVALID_BUCKET', {
        bucket: name,
        reason: "names that begin with 'symphony_' belong to the platform",
      });
    }
    const { description = '', ttl = 0, history = 0, maxBytes = 0, schema } = options;
    await this.#buckets.ensure({ name, description, ttl, history, maxBytes }, await this.clusterReplicas());
    const bucket = await this.#buckets.open(name, { schema });
    // The schema decides the type. The compiler cannot derive that from the conditional type.
    return bucket as KeyValueBucket<S extends Schema ? OutputOf<S> : unknown>;
  }

  async clusterReplicas(): Promise<number> {
    if (this.#isStandalone) return 1;
    const reply = await this.client.request(platformServices.clusterInfo);
    const replicas: unknown = typeof reply === 'object' && reply !== null ? Reflect.get(reply, 'replicas') : undefined;
    return typeof replicas === 'number' && replicas >= 1 ? replicas : 1;
  }

  /** Refuses the name of an endpoint of observability. */
  #keepTelemetry(name: string): void {
    if (!this.#endpoints.some((endpoint) => endpoint.name === name && isTelemetry(endpoint.metadata))) return;
    throw refused(name, 'observability gives out telemetry there');
  }

  #services(what: string): { readonly service: ServiceBinding; readonly instances: InstanceBinding } {
    if (this.signal.aborted) throw new SymphonyError('CONNECTION_CLOSED', { what });
    const { service, instances } = this.#bound ?? {};
    if (service && instances) return { service, instances };
    throw new SymphonyError('UNSUPPORTED', { what, where: 'before the extension has started' });
  }

  /** Serves an endpoint and adds it to the manifest. Disposing removes it from both, and frees its subject. */
  async #add(endpoint: ManifestEndpoint, bind: () => Promise<Binding>): Promise<AsyncDisposable> {
    const { subject } = endpoint;
    this.#claim(endpoint);
    let binding: Binding | undefined;
    try {
      binding = await bind();
      await this.#manifest.update((manifest) => withEndpoint(manifest, endpoint));
    } catch (error) {
      await binding?.close();
      this.#added.delete(subject);
      throw error;
    }
    const bound = binding;
    return { [Symbol.asyncDispose]: () => this.#remove(endpoint, bound) };
  }

  async #remove(endpoint: ManifestEndpoint, binding: Binding): Promise<void> {
    await binding.close();
    // If it was removed before, another endpoint may have the subject now.
    if (this.#added.get(endpoint.subject) !== endpoint) return;
    await this.#manifest.update((manifest) => withoutEndpoint(manifest, endpoint.subject));
    this.#added.delete(endpoint.subject);
  }

  /** Refuses a subject that already has a handler, because each request would reach only one of them. */
  #claim(endpoint: ManifestEndpoint): void {
    const { name, subject } = endpoint;
    const isDeclared = this.#endpoints.some((declared) => declared.subject === subject);
    if (isDeclared || this.#added.has(subject)) throw refused(name, `${subject} is answered already`);
    this.#added.set(subject, endpoint);
  }

  get #endpoints(): readonly ManifestEndpoint[] {
    return this.#manifest.current.services.flatMap((service) => service.endpoints);
  }
}

const refused = (name: string, reason: string): SymphonyError =>
  new InvalidConfigurationError({
    setting: `endpoint '${name}'`,
    reason: `${reason}; give it another name`,
  });

const described = ({ description, metadata }: AddEndpointOptions): Partial<ManifestEndpoint> => ({
  ...withoutUndefined({ description }),
  ...(metadata === undefined ? {} : { metadata: { ...metadata } }),
});
