import type { JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { SymphonyClient } from '@symphony-ts/client';
import { type Logger, type MimeType, type OutputOf, runtimeType, type Schema } from '@symphony-ts/contract';
import type { Metrics, Tracer } from '@symphony-ts/observability';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { EndpointOptions } from '../metadata/endpoint-options.js';
import type { EnforcementState, MenuModel, WidgetModel } from '../model/extension-model.js';
import type { WorkPartitioner } from '../partitioner/work-partitioner.js';
import type { EndpointRequest } from '../replies/requests.js';

/** Options of an endpoint that is added in code: those of `@Endpoint`, except the name. */
export type AddEndpointOptions = Omit<EndpointOptions<Schema, Schema>, 'name'>;

export type AddedHandler = (input: never, request: EndpointRequest) => unknown;

/** The parts of a resource that `updateResource` replaces. Parts that you omit do not change. */
export interface ResourceContent {
  /** MIME type of the resource. Default: the type it has now. */
  readonly type?: MimeType;
  /** The new content. */
  readonly text: string;
  /** Name for people. Default: the name it has now. */
  readonly name?: string;
  /** Description for people. Default: the description it has now. */
  readonly description?: string;
  /** Passed to the platform as it is, for example a content security policy. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** The features `updateExtensionInfo` may add to or replace. */
export interface ExtensionInfo {
  /** Name of the extension, for people. */
  readonly name: string;
  /** What the extension does, for people. */
  readonly description: string;
  /** Its routes by path. */
  readonly routes: Readonly<Record<string, RouteInfo>>;
  /** Its menu entries. */
  readonly menus: readonly MenuModel[];
  /** Its dashboard widgets. */
  readonly widgets: readonly WidgetModel[];
}

export interface RouteInfo {
  readonly uri: string;
  readonly routes?: Readonly<Record<string, RouteInfo>>;
}

/** Options of `reportUsage`. */
export interface UsageReportOptions {
  /** The account that the use is charged to. Attribution rules match it. */
  readonly account?: string;
  /** A W3C `traceparent`, to find the work behind the report. */
  readonly trace?: string;
  /**
   * Names the report: one sent again under the same id counts once, among the latest 500 the platform took. 1 to 64
   * letters, digits, `_` and `-`. Default a new one for each call; give your own where you repeat the call yourself.
   */
  readonly id?: string;
}

/** What the platform answers to a usage report. */
export interface UsageResult {
  /** `ok` where the report was taken. */
  readonly result: string;
  /** Licence units this report cost. */
  readonly units: number;
  /** What the licences permit after this report. */
  readonly enforcement: EnforcementState;
}

/** Options of `createBucket`. They mean the same as the options of `@Bucket`. */
export interface CreateBucketOptions<S extends Schema | undefined = undefined> {
  /** What the bucket holds, for people. */
  readonly description?: string;
  /** Seconds that an entry lives; 0 for no end. Default 0. */
  readonly ttl?: number;
  /** Revisions each key keeps, up to 64. Default 1. */
  readonly history?: number;
  /** Size of the whole bucket in bytes, beyond which the oldest entries go. Default: no limit. */
  readonly maxBytes?: number;
  /** Checks every value that is written or read. */
  readonly schema?: S;
}

/**
 * The running extension, for what decorators cannot declare. Injected by its type; one for each extension instance.
 * A class, not an interface, because constructor metadata must have something to name.
 */
export abstract class ExtensionContext {
  /** Tells the class across installed copies. */
  static readonly [runtimeType]: string = 'ExtensionContext';
  /** Prefix of this extension. */
  abstract readonly prefix: string;
  /** The id of this instance: stable over reconnects and renewals, usable in subjects. */
  abstract readonly instanceId: string;
  /** The NATS connection itself, for what the SDK does not cover. Only the server checks its subjects. */
  abstract readonly connection: NatsConnection;
  /** JetStream on this extension's connection, for streams and consumers of its own. */
  abstract readonly jetstream: JetStreamClient;
  /**
   * Calls and events. Inside a handler they continue its trace, as those of `request.client` do; its deadline and its
   * signal end those of `request.client` alone.
   */
  abstract readonly client: SymphonyClient;
  /** Inside a handler its lines carry the trace, as those of `request.logger` do. */
  abstract readonly logger: Logger;
  /** Counters and histograms of your own, shown at the endpoint `metrics`. They do nothing while observability is off. */
  abstract readonly metrics: Metrics;
  /** Spans of your own, inside those of handlers. They do nothing while observability is off. */
  abstract readonly tracer: Tracer;
  /** Aborted when the extension stops; pass it to whatever runs in the background. */
  abstract readonly signal: AbortSignal;
  /** Shares work among the running instances. It starts to watch them on first use. */
  abstract readonly partitioner: WorkPartitioner;

  /**
   * Publishes an event; the subject is written as it goes over the wire. Objects travel as JSON. Inside a handler it
   * continues the trace.
   */
  abstract publish(subject: string, payload?: unknown): Promise<void>;

  /**
   * Adds an endpoint while the extension runs, and registers again. Dispose of the result to remove the endpoint. It is added to
   * this instance only: call `addEndpoint` on every instance that shall answer.
   *
   * @throws `INVALID_CONFIGURATION` when the name is taken, or is not a valid name
   */
  abstract addEndpoint(name: string, options: AddEndpointOptions, handler: AddedHandler): Promise<AsyncDisposable>;
  /**
   * Adds a handler that callers reach on this instance.
   *
   * @throws what `addEndpoint` throws
   */
  abstract addInstanceHandler(name: string, handler: AddedHandler): Promise<AsyncDisposable>;

  /** Adds or replaces a resource and registers again. */
  abstract updateResource(uri: string, content: ResourceContent): Promise<void>;
  /**
   * Changes name, description, routes, menus or widgets, and registers again. Without `change` it only registers again.
   *
   * @throws `INVALID_CONFIGURATION` when a route or widget has no resource
   * @throws `REGISTRATION_REFUSED` when the platform refuses the change
   */
  abstract updateExtensionInfo(change?: (info: ExtensionInfo) => ExtensionInfo): Promise<void>;

  /**
   * Reports use, in the dimensions of the licence. If the answer is lost, the report is sent up to three times. It counts
   * once. A plain NATS server has no licences: there a report costs 0 units, and nobody counts it.
   *
   * @throws `INVALID_INPUT` when a number is negative or not finite, or the id is not valid
   * @throws `TIMEOUT`, `CONNECTION_FAILED` or `NO_RESPONDERS` when the platform does not answer
   */
  abstract reportUsage(
    dimensions: Readonly<Record<string, number>>,
    options?: UsageReportOptions,
  ): Promise<UsageResult>;
  /** Asks the platform for the licence state. On a plain NATS server it is `ok`. */
  abstract enforcementState(): Promise<EnforcementState>;

  /**
   * Opens a bucket of this extension.
   *
   * @throws `BUCKET_NOT_FOUND` when it does not exist
   */
  abstract bucket(name: string): Promise<KeyValueBucket>;
  /** Opens a bucket that this extension declares. The schema checks every value that is written or read. */
  abstract bucket<S extends Schema>(name: string, schema: S): Promise<KeyValueBucket<OutputOf<S>>>;
  /**
   * Creates a bucket while the extension runs, or changes it without losing data. It has as many replicas as declared
   * buckets.
   *
   * @throws `INVALID_BUCKET` when the name or an option is not valid
   * @throws `BUCKET_WOULD_SHRINK` when the change would lose data
   */
  abstract createBucket<S extends Schema | undefined = undefined>(
    name: string,
    options?: CreateBucketOptions<S>,
  ): Promise<KeyValueBucket<S extends Schema ? OutputOf<S> : unknown>>;
  /** How many replicas the platform gives to buckets: 1, 3 or 5, depending on the size of the cluster. */
  abstract clusterReplicas(): Promise<number>;
}
