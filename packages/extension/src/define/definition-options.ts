import type { OptionNames, Schema } from '@symphony-ts/contract';
import type { ExtensionContext } from '../context/extension-context.js';
import type { BucketOptions } from '../metadata/bucket-options.js';
import { type ExtensionOptions, extensionOptionNames } from '../metadata/extension-options.js';
import type {
  ComputedResourceOptions,
  HelpOptions,
  ResourceOptions,
  ResourceUri,
  RouteChildren,
} from '../metadata/interface-options.js';
import type { CapabilityModel, EnforcementState, MenuModel } from '../model/extension-model.js';
import type { CommandHandler, EndpointHandler, RestHandler, SubscriptionHandler } from './handlers.js';

type ByName<T> = Readonly<Record<string, T>>;
type Done = void | Promise<void>;

export type DefinedBucket = BucketOptions<Schema, boolean> & { readonly name: string };
export type ComputedResource = ComputedResourceOptions & {
  readonly uri: ResourceUri;
  /** Gives the text, once at each start. */
  readonly compute: (context: ExtensionContext) => string | Promise<string>;
};
export type DefinedResource =
  | (ResourceOptions & { readonly uri: ResourceUri; readonly compute?: never })
  | ComputedResource;

export interface DefinedRoute {
  readonly path: `/${string}`;
  readonly uri: ResourceUri;
  readonly children?: RouteChildren;
}

export interface DefinedMenu extends MenuModel {
  readonly route: `/${string}`;
}

export interface DefinedWidget {
  readonly uri: ResourceUri;
  readonly title: string;
  readonly notes?: string;
}

const { parts: _classesOnly, ...definedIdentity } = extensionOptionNames;

/** An extension in code: each field stands for the decorator of that name. Handlers are given the context last. */
export interface DefinitionOptions extends Omit<ExtensionOptions, 'parts'> {
  /** As `@Capability` declares them. */
  readonly capabilities?: readonly CapabilityModel[];
  /** As `@Bucket` declares them. */
  readonly buckets?: readonly DefinedBucket[];
  /** As `@Resource` declares them. */
  readonly resources?: readonly DefinedResource[];
  /** As `@Route` declares them. */
  readonly routes?: readonly DefinedRoute[];
  /** As `@Menu` declares them. */
  readonly menus?: readonly DefinedMenu[];
  /** As `@Widget` declares them. */
  readonly widgets?: readonly DefinedWidget[];
  /** As `@Help` declares it. */
  readonly help?: HelpOptions;
  /** By their names. */
  readonly endpoints?: ByName<EndpointHandler>;
  /** By the names of the endpoints that serve them. */
  readonly rest?: ByName<RestHandler>;
  /** By their names. */
  readonly instanceHandlers?: ByName<EndpointHandler>;
  /** Made by `subscription`. */
  readonly subscriptions?: readonly SubscriptionHandler[];
  /** By their names. */
  readonly commands?: ByName<CommandHandler>;
  /** As `@OnStart`. */
  readonly onStart?: (context: ExtensionContext) => Done;
  /** As `@OnStop`; `reason` says why the extension stops. */
  readonly onStop?: (reason: string, context: ExtensionContext) => Done;
  /** As `@OnRebalance`; told how many instances run and how many of the tracked keys are this one's. */
  readonly onRebalance?: (totalInstances: number, myItemCount: number, context: ExtensionContext) => Done;
  /** As `@OnEnforcement`. */
  readonly onEnforcement?: (state: EnforcementState, context: ExtensionContext) => Done;
}

/** The options that stand for decorators. */
export const declarationNames = {
  capabilities: true,
  buckets: true,
  resources: true,
  routes: true,
  menus: true,
  widgets: true,
  help: true,
  endpoints: true,
  rest: true,
  instanceHandlers: true,
  subscriptions: true,
  commands: true,
  onStart: true,
  onStop: true,
  onRebalance: true,
  onEnforcement: true,
} as const;

/** The names of {@link DefinitionOptions}. */
export const definitionOptionNames = {
  ...definedIdentity,
  ...declarationNames,
} as const satisfies OptionNames<DefinitionOptions>;
