import type { Capability, EnforcementPayload, MimeType, Schema } from '@symphony-ts/contract';
import type { ObservabilityOptions } from '@symphony-ts/observability';

// oxlint-disable-next-line typescript/no-explicit-any -- constructors of any shape are scanned; nothing is called through this type
export type Class<T = object> = abstract new (...args: any[]) => T;

/**
 * The place of a handler: a method of the extension or of one of its parts, or a function given in code, which takes the
 * context last.
 */
export type HandlerRef =
  | { readonly kind: 'method'; readonly owner: Class; readonly member: string }
  // oxlint-disable-next-line typescript/no-explicit-any -- handlers of every signature; the binder of each kind knows its own
  | { readonly kind: 'function'; readonly label: string; readonly run: (...args: any[]) => unknown };

/** A handler that answers: `@Endpoint`, `@InstanceHandler` or a function. */
export interface EndpointModel {
  /** The last token of the subject. */
  readonly name: string;
  readonly handler: HandlerRef;
  /** The method behind it, or its key in a definition; typed clients call it by this. */
  readonly member?: string;
  /** `false` for a method without parameters. */
  readonly takesInput?: boolean;
  readonly description?: string;
  readonly request?: Schema | undefined;
  readonly response?: Schema | undefined;
  /** A micro group below the extension's own; part of the subject. */
  readonly group?: string;
  /** Queue group; `false`: every instance answers. */
  readonly queue?: string | false;
  readonly metadata: Readonly<Record<string, string>>;
  /** Milliseconds until the caller gets 504; 0 means never. */
  readonly timeoutMs: number;
  /** Most requests that this instance handles at once; more requests wait in order. */
  readonly concurrency?: number;
  /** Requests that may wait; those beyond are refused with 429. */
  readonly maxQueued?: number;
  /** `false`: messages do not open a span. */
  readonly trace?: boolean;
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

/** `@Rest`: an endpoint whose request is an envelope and whose reply is wrapped. */
export interface RestModel {
  /** Name of the endpoint that serves it, and of its method; also the `operationId`. */
  readonly name: string;
  readonly handler: HandlerRef;
  /** `false` for a method without parameters. */
  readonly takesInput?: boolean;
  readonly method: HttpMethod;
  readonly path: string;
  readonly params?: Schema;
  readonly query?: Schema;
  readonly headers?: Schema;
  readonly body?: Schema;
  readonly response?: Schema;
  readonly responses: Readonly<Record<number, Schema | string>>;
  readonly status?: number;
  /** A plain object with `body` and `statusCode` is an answer, not a body. */
  readonly wrapped?: boolean;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly operationId: string;
  readonly deprecated: boolean;
  readonly timeoutMs: number;
  readonly concurrency?: number;
  /** Requests that may wait; those beyond are refused with 429. */
  readonly maxQueued?: number;
  /** `false`: messages do not open a span. */
  readonly trace?: boolean;
}

/** `@Subscribe`: messages without an answer. */
export interface SubscriptionModel {
  readonly subject: string;
  readonly handler: HandlerRef;
  readonly schema?: Schema;
  /** Default: the prefix, so that one instance takes each event; `false`: every instance does. */
  readonly queue: string | false;
  /** Most events that this instance handles at once; more events wait in order. */
  readonly concurrency?: number;
  /** Events that may wait; those beyond are dropped. */
  readonly maxQueued?: number;
  /** `false`: messages do not open a span. */
  readonly trace?: boolean;
}

/** `@OnCommand`. */
export interface CommandModel {
  readonly name: string;
  readonly handler: HandlerRef;
  readonly schema?: Schema;
  readonly timeoutMs: number;
  /** `false`: messages do not open a span. */
  readonly trace?: boolean;
}

/** Lifecycle hooks, in the order of the source. */
export interface HooksModel {
  readonly start: readonly HandlerRef[];
  readonly stop: readonly HandlerRef[];
  readonly rebalance: readonly HandlerRef[];
  readonly enforcement: readonly HandlerRef[];
}

/** A bucket the extension declares (the platform makes it) or only uses. */
export interface BucketModel {
  readonly name: string;
  readonly declared: boolean;
  readonly description: string;
  /** Seconds; 0 for none. */
  readonly ttl: number;
  /** Revisions a key keeps; 0 for the default of one. */
  readonly history: number;
  /** 0 for no limit. */
  readonly maxBytes: number;
  readonly allowShrink: boolean;
  readonly raw: boolean;
  readonly objectStore: boolean;
  readonly persist?: 'async';
  readonly schema?: Schema;
}

export interface ResourceModel {
  readonly uri: string;
  readonly mimeType: MimeType;
  readonly name?: string;
  readonly description?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    /** Read at boot. A relative path starts at the package that holds the module `from`. */
    | { readonly kind: 'file'; readonly file: string | URL; readonly from?: string; readonly optional: boolean }
    /** The JSON configuration of an HTMX page. */
    | { readonly kind: 'page'; readonly page: string }
    /** Computed once at boot, before registration. */
    | { readonly kind: 'computed'; readonly handler: HandlerRef };
}

export interface RouteModel {
  readonly path: string;
  readonly uri: string;
  readonly children: readonly RouteModel[];
}

export interface MenuModel {
  readonly group: string;
  readonly item: string;
  readonly route: string;
  readonly icon: string;
  readonly link?: string;
}

export interface WidgetModel {
  readonly uri: string;
  readonly title: string;
  readonly notes?: string;
}

/** What one constructor parameter of an extension, part or provider receives. */
export type ParameterModel =
  | { readonly kind: 'bucket'; readonly bucket: string; readonly raw: boolean; readonly schema?: Schema }
  | { readonly kind: 'token'; readonly token: symbol; readonly name: string }
  | { readonly kind: 'class'; readonly type: Class };

/** Constructor parameters by class, for the extension itself and each of its parts. */
export type ParameterPlan = ReadonlyMap<Class, readonly ParameterModel[]>;

/** A capability. Its schema describes the payload of an event to readers. It checks nothing. */
export interface CapabilityModel extends Readonly<Capability> {
  readonly schema?: Schema;
}

/**
 * All declarations of one extension, frozen. Manifest, OpenAPI document and binders read only this model.
 */
export interface ExtensionModel {
  readonly prefix: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether the extension records telemetry, and the limits of it. */
  readonly observability?: boolean | ObservabilityOptions;
  /** A hand-written OpenAPI document: its text, or a file. It replaces the document made from `rest`. */
  readonly openapi?: string | URL;
  /** File of the module that declares the extension. A relative path in `openapi` starts there. */
  readonly declaredIn?: string;
  /** Absent for an extension defined in code. */
  readonly target?: Class;
  readonly parts: readonly Class[];
  readonly parameters: ParameterPlan;
  /** Declared ones in source order, then those inferred from endpoints, sorted. */
  readonly capabilities: readonly CapabilityModel[];
  readonly endpoints: readonly EndpointModel[];
  readonly rest: readonly RestModel[];
  readonly instanceHandlers: readonly EndpointModel[];
  readonly subscriptions: readonly SubscriptionModel[];
  readonly commands: readonly CommandModel[];
  readonly hooks: HooksModel;
  readonly buckets: readonly BucketModel[];
  readonly resources: readonly ResourceModel[];
  readonly routes: readonly RouteModel[];
  readonly menus: readonly MenuModel[];
  readonly widgets: readonly WidgetModel[];
}

/** A provider as the container takes it. */
export type ProviderModel =
  | {
      readonly kind: 'class';
      readonly provide: Class | symbol;
      readonly useClass: Class;
      readonly parameters: readonly ParameterModel[];
    }
  | { readonly kind: 'value'; readonly provide: Class | symbol; readonly useValue: unknown }
  | { readonly kind: 'factory'; readonly provide: Class | symbol; readonly useFactory: () => unknown };

/** A whole application: its extensions and their providers. */
export interface ApplicationModel {
  readonly name: string;
  readonly extensions: readonly ExtensionModel[];
  /** The providers of the module, then the injectable classes that constructors name by type. */
  readonly providers: readonly ProviderModel[];
}

/** The licence state of the platform and of this extension. */
export interface EnforcementState {
  /** State of the licences: use is permitted, is in its grace period, or is blocked. */
  readonly status: EnforcementPayload['status'];
  /** The reason, for people. */
  readonly message: string;
  /** Prefixes of the extensions that are blocked. */
  readonly disabledExtensions: readonly string[];
  /** Prefixes of the extensions that are in their grace period. */
  readonly graceExtensions: readonly string[];
  /** The state of this extension. `disabled` and `enforced` mean: stop the licensed operations. */
  readonly applies: 'ok' | 'warning' | 'grace' | 'enforced' | 'disabled';
}

/** How logs, errors and problems name a handler: `Class.member`, or the label of a function. */
export const memberName = (handler: HandlerRef): string =>
  handler.kind === 'method' ? `${handler.owner.name}.${handler.member}` : handler.label;
