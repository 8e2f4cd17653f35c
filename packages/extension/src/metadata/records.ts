import type { Schema } from '@symphony-ts/contract';
import type { Class, HttpMethod } from '../model/extension-model.js';
import type { BucketOptions } from './bucket-options.js';
import type { EndpointOptions } from './endpoint-options.js';
import type { ExtensionOptions } from './extension-options.js';
import type {
  CapabilityOptions,
  HelpOptions,
  MenuOptions,
  ResourceRecordOptions,
  RouteOptions,
} from './interface-options.js';
import type { CommandOptions, SubscribeOptions } from './message-options.js';
import type { Providers, Token } from './provider.js';
import type { RestOptions } from './rest-options.js';

/** The place of a method decorator. */
interface OnMember {
  readonly member: string;
  /** True if the method is static, which the scan refuses. */
  readonly isStatic?: boolean;
}

export interface ExtensionRecord {
  readonly kind: 'extension';
  readonly options: ExtensionOptions;
  /** File of the module that holds the class. */
  readonly from: string | undefined;
}
export interface AppModuleRecord {
  readonly kind: 'app-module';
  readonly extensions: readonly unknown[];
  readonly providers: Providers<readonly unknown[]>;
  /** Options that are not a part of a module. */
  readonly options: object;
}
export interface InjectableRecord {
  readonly kind: 'injectable';
}
export interface CapabilityRecord {
  readonly kind: 'capability';
  readonly type: 'pub' | 'sub';
  readonly subject: string;
  readonly description: string;
  readonly options: CapabilityOptions;
}
/** `index` is the constructor parameter; absent on a class. */
export interface BucketRecord {
  readonly kind: 'bucket';
  readonly name: string;
  readonly options: BucketOptions<Schema, boolean>;
  readonly index?: number;
}
export interface InjectRecord {
  readonly kind: 'inject';
  readonly token: Token<unknown> | Class;
  readonly index: number;
}
/** A decorator on something it does not belong on, such as `@Bucket` on a method's parameter. */
export interface MisplacedRecord {
  readonly kind: 'misplaced';
  readonly decorator: string;
  readonly member: string;
  readonly fix: string;
}
export interface EndpointRecord extends OnMember {
  readonly kind: 'endpoint';
  readonly name: string | undefined;
  readonly options: EndpointOptions<Schema, Schema>;
}
export interface InstanceHandlerRecord extends OnMember {
  readonly kind: 'instance-handler';
  readonly name: string;
  readonly options: EndpointOptions<Schema, Schema>;
}
export interface RestRecord extends OnMember {
  readonly kind: 'rest';
  readonly method: HttpMethod;
  readonly path: string;
  readonly options: RestOptions<Schema, Schema, Schema, Schema, Schema>;
}
export interface SubscribeRecord extends OnMember {
  readonly kind: 'subscribe';
  readonly subject: string;
  readonly options: SubscribeOptions<Schema>;
}
export interface CommandRecord extends OnMember {
  readonly kind: 'command';
  readonly name: string;
  readonly options: CommandOptions<Schema>;
}
export interface HookRecord extends OnMember {
  readonly kind: 'start' | 'stop' | 'rebalance' | 'enforcement';
}
/** A resource. On a class, its content is in `options`. On a method (`member`), the method computes it. */
export interface ResourceRecord {
  readonly kind: 'resource';
  readonly uri: string;
  readonly options: ResourceRecordOptions;
  readonly from: string | undefined;
  readonly member?: string;
  readonly isStatic?: boolean;
}
export interface RouteRecord {
  readonly kind: 'route';
  readonly path: string;
  readonly uri: string;
  readonly options: RouteOptions;
}
export interface MenuRecord {
  readonly kind: 'menu';
  readonly group: string;
  readonly item: string;
  readonly route: string;
  readonly icon: string;
  readonly options: MenuOptions;
}
export interface WidgetRecord {
  readonly kind: 'widget';
  readonly uri: string;
  readonly title: string;
  readonly notes: string | undefined;
  /** Options that are not a part of a widget. */
  readonly options?: object;
}
export interface HelpRecord {
  readonly kind: 'help';
  readonly options: HelpOptions;
  readonly from: string | undefined;
}

/** The entry of one decorator, as the author wrote it. The scan checks it. */
export type MetadataRecord =
  | ExtensionRecord
  | AppModuleRecord
  | InjectableRecord
  | CapabilityRecord
  | BucketRecord
  | InjectRecord
  | MisplacedRecord
  | EndpointRecord
  | InstanceHandlerRecord
  | RestRecord
  | SubscribeRecord
  | CommandRecord
  | HookRecord
  | ResourceRecord
  | RouteRecord
  | MenuRecord
  | WidgetRecord
  | HelpRecord;

export type RecordKind = MetadataRecord['kind'];
/** What a decorator records where it belongs. */
export type DecoratorKind = Exclude<RecordKind, 'misplaced'>;
export type RecordOf<K extends RecordKind> = Extract<MetadataRecord, { readonly kind: K }>;
