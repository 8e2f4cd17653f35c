import type { JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { SymphonyClient } from '@symphony-ts/client';
import {
  type Logger,
  type MimeType,
  type OptionNames,
  type OutputOf,
  runtimeType,
  type Schema,
} from '@symphony-ts/contract';
import type { Metrics, Tracer } from '@symphony-ts/observability';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { EndpointOptions } from '../metadata/endpoint-options.js';
import type { EnforcementState, MenuModel, WidgetModel } from '../model/extension-model.js';
import type { WorkPartitioner } from '../partitioner/work-partitioner.js';
import type { EndpointRequest } from '../replies/requests.js';

/** Options of an endpoint that is added in code: those of `@Endpoint`, except the name. */
export type AddEndpointOptions = Omit<EndpointOptions<Schema, Schema>, 'name'>;

export type AddedHandler = (input: never, request: EndpointRequest) => unknown;

/** The parts of a resource that `updateResource` replaces. Parts that you omit stay as they are. */
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

/** The features that `updateExtensionInfo` can change. */
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
  /** The account to charge for the use. Attribution rules match it. */
  readonly account?: string;
  /** A W3C `traceparent` of the work that the report is about. */
  readonly trace?: string;
  /**
   * Id of the report: 1 to 64 letters, digits, `_` and `-`. The platform counts a repeated id once; it remembers the ids of
   * the latest 500 reports. Default: a new id for each call. Set your own if your code repeats the call.
   */
  readonly id?: string;
}

export const usageReportOptionNames = {
  account: true,
  trace: true,
  id: true,
} as const satisfies OptionNames<UsageReportOptions>;

/** The answer of the platform to a usage report. */
export interface UsageResult {
  /** `ok` if the platform took the report. */
  readonly result: string;
  /** Licence units this report cost. */
  readonly units: number;
  /** The licence state after this report. */
  readonly enforcement: EnforcementState;
}

/** Options of `createBucket`. They mean the same as the options of `@Bucket`. */
export interface CreateBucketOptions<S extends Schema | undefined = undefined> {
  /** What the bucket holds, for people. */
  readonly description?: string;
  /** Seconds until an entry expires; 0 means never. Default 0. */
  readonly ttl?: number;
  /** Revisions each key keeps, up to 64. Default 1. */
  readonly history?: number;
  /** Most bytes in the whole bucket; when it is full, the oldest entries are discarded. Default: no limit. */
  readonly maxBytes?: number;
  /** Checks every value that is written or read. */
  readonly schema?: S;
}

/** The names of {@link CreateBucketOptions}. */
export const createBucketOptionNames = {
  description: true,
  ttl: true,
  history: true,
  maxBytes: true,
  schema: true,
} as const satisfies OptionNames<CreateBucketOptions<Schema>>;

/**
 * The running extension: calls, events, buckets and endpoints in code. Each extension instance has one. To get it, declare a
 * constructor parameter of this type. It is a class because the metadata of a constructor cannot name an interface.
 */
export abstract class ExtensionContext {
  /** Identifies the class, also if the package is installed twice. */
  static readonly [runtimeType]: string = 'ExtensionContext';
  /** Prefix of this extension. */
  abstract readonly prefix: string;
  /** Id of this instance. Reconnects and renewals do not change it. It is valid as a part of a subject. */
  abstract readonly instanceId: string;
  /** The NATS connection itself, for features that the SDK does not cover. Only the server checks its subjects. */
  abstract readonly connection: NatsConnection;
  /** JetStream on this extension's connection, for your own streams and consumers. */
  abstract readonly jetstream: JetStreamClient;
  /**
   * Client for calls and events. Inside a handler, calls continue the trace of the request. They do not end with the request;
   * calls through `request.client` do.
   */
  abstract readonly client: SymphonyClient;
  /** Logger of the extension. Inside a handler, each line carries the trace, as with `request.logger`. */
  abstract readonly logger: Logger;
  /** Creates your own counters and histograms. The endpoint `metrics` shows them. They do nothing if observability is off. */
  abstract readonly metrics: Metrics;
  /** Creates your own spans, inside the spans of handlers. They do nothing if observability is off. */
  abstract readonly tracer: Tracer;
  /** Aborted when the extension stops. Pass it to background work. */
  abstract readonly signal: AbortSignal;
  /** Shares work among the running instances. It starts to watch the instances on first use. */
  abstract readonly partitioner: WorkPartitioner;

  /**
   * Publishes an event. Write the full subject, as it goes over the wire. Objects are sent as JSON. Inside a handler, the
   * event continues the trace.
   */
  abstract publish(subject: string, payload?: unknown): Promise<void>;

  /**
   * Adds an endpoint while the extension runs, and registers the extension again. Dispose of the result to remove the endpoint.
   * Only this instance gets the endpoint: call `addEndpoint` on each instance that should answer.
   *
   * @throws `INVALID_CONFIGURATION` when the name is taken, or is not a valid name, an option does not exist, or the handler is
   *   not a function
   */
  abstract addEndpoint(name: string, options: AddEndpointOptions, handler: AddedHandler): Promise<AsyncDisposable>;
  /**
   * Adds a handler of this one instance. Callers name the instance id.
   *
   * @throws what `addEndpoint` throws
   */
  abstract addInstanceHandler(name: string, handler: AddedHandler): Promise<AsyncDisposable>;

  /**
   * Adds or replaces a resource, and registers the extension again.
   *
   * @throws `INVALID_CONFIGURATION` when a new resource has no type, or the text is missing or longer than 768 KiB
   * @throws `REGISTRATION_REFUSED` when the platform refuses the change
   */
  abstract updateResource(uri: string, content: ResourceContent): Promise<void>;
  /**
   * Changes name, description, routes, menus or widgets, and registers the extension again. Without `change` it only
   * registers again.
   *
   * @throws `INVALID_CONFIGURATION` when a route or widget has no resource, or `change` returns no object
   * @throws `REGISTRATION_REFUSED` when the platform refuses the change
   */
  abstract updateExtensionInfo(change?: (info: ExtensionInfo) => ExtensionInfo): Promise<void>;

  /**
   * Reports use, in the dimensions of the licence. If the answer is lost, the report is sent again, up to three times in all.
   * The platform counts it once. A plain NATS server has no licences: a report costs 0 units there, and is not counted.
   *
   * @throws `INVALID_CONFIGURATION` when an option does not exist
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
   * Creates a bucket while the extension runs, or changes an existing one without losing data. The bucket gets as many
   * replicas as a declared bucket.
   *
   * @throws `INVALID_BUCKET` when the name or an option is not valid
   * @throws `INVALID_CONFIGURATION` when an option does not exist
   * @throws `BUCKET_WOULD_SHRINK` when the change would lose data
   */
  abstract createBucket<S extends Schema | undefined = undefined>(
    name: string,
    options?: CreateBucketOptions<S>,
  ): Promise<KeyValueBucket<S extends Schema ? OutputOf<S> : unknown>>;
  /** Number of replicas that the platform gives to a bucket: 1, 3 or 5, depending on the size of the cluster. */
  abstract clusterReplicas(): Promise<number>;
}
