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

/** Options of an endpoint added in code; the same as those of `@Endpoint`, but for the name. */
export type AddEndpointOptions = Omit<EndpointOptions<Schema, Schema>, 'name'>;

export type AddedHandler = (input: never, request: EndpointRequest) => unknown;

/** What `updateResource` replaces; what is not given stays as it is. */
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
  /** Whom the use is charged to, as attribution rules know them. */
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
  /** Seconds; 0 or absent for none. */
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
  /** The NATS connection itself, for what the SDK has no word for. Subjects are checked by the server alone. */
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
  /** Counters of the author's own, given out at the endpoint `metrics`. Silent without observability. */
  abstract readonly metrics: Metrics;
  /** Spans of the author's own, inside those of handlers. Silent without observability. */
  abstract readonly tracer: Tracer;
  /** Aborted when the extension stops; pass it to whatever runs in the background. */
  abstract readonly signal: AbortSignal;
  /** Shares work out among the live instances. Starts watching on first use. */
  abstract readonly partitioner: WorkPartitioner;

  /**
   * Publishes an event; the subject is written as it goes over the wire. Objects travel as JSON. Inside a handler it
   * continues the trace.
   */
  abstract publish(subject: string, payload?: unknown): Promise<void>;

  /**
   * Adds an endpoint while running and registers again; disposing of the result takes it away. On this instance: call it
   * on each that is to answer. Throws `INVALID_CONFIGURATION` for a name that is taken or cannot be one.
   */
  abstract addEndpoint(name: string, options: AddEndpointOptions, handler: AddedHandler): Promise<AsyncDisposable>;
  /** Adds a handler that callers reach on this very instance. Throws as `addEndpoint` does. */
  abstract addInstanceHandler(name: string, handler: AddedHandler): Promise<AsyncDisposable>;

  /** Adds or replaces a resource and registers again. */
  abstract updateResource(uri: string, content: ResourceContent): Promise<void>;
  /**
   * Changes name, description, routes, menus or widgets and registers again. Without a function: registers again. Throws
   * `INVALID_CONFIGURATION` for a route or widget without a resource, `REGISTRATION_REFUSED` for what the platform refuses.
   */
  abstract updateExtensionInfo(change?: (info: ExtensionInfo) => ExtensionInfo): Promise<void>;

  /**
   * Reports consumption, in the dimensions of the licence. A report whose answer is lost is sent up to three times, and
   * counts once. Throws `INVALID_INPUT` for a number that is negative or not finite, and for an id that is none;
   * `TIMEOUT`, `CONNECTION_FAILED` and `NO_RESPONDERS` where the platform does not answer.
   */
  abstract reportUsage(
    dimensions: Readonly<Record<string, number>>,
    options?: UsageReportOptions,
  ): Promise<UsageResult>;
  /** The licence state now, asked of the platform. */
  abstract enforcementState(): Promise<EnforcementState>;

  /** A bucket of this extension; throws `BUCKET_NOT_FOUND` where it does not exist. */
  abstract bucket(name: string): Promise<KeyValueBucket>;
  /** Opens a bucket that this extension declares. The schema checks every value that is written or read. */
  abstract bucket<S extends Schema>(name: string, schema: S): Promise<KeyValueBucket<OutputOf<S>>>;
  /**
   * Makes a bucket at run time, with as many replicas as the platform gives declared ones, or changes it without losing
   * data. Throws `INVALID_BUCKET` for a name or an option that cannot be, `BUCKET_WOULD_SHRINK` for a change that loses some.
   */
  abstract createBucket<S extends Schema | undefined = undefined>(
    name: string,
    options?: CreateBucketOptions<S>,
  ): Promise<KeyValueBucket<S extends Schema ? OutputOf<S> : unknown>>;
  /** Replicas the platform gives its buckets: 1, 3 or 5 by the size of the cluster. */
  abstract clusterReplicas(): Promise<number>;
}
