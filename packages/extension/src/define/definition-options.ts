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
  /** Returns the text. It runs once at each start. */
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

/** An extension in code. Each field corresponds to the decorator of that name. A handler receives the context as its last argument. */
export interface DefinitionOptions extends Omit<ExtensionOptions, 'parts'> {
  /** Subjects that the extension uses, as `@Capability` declares them. */
  readonly capabilities?: readonly CapabilityModel[];
  /** Buckets, as `@Bucket` declares them. */
  readonly buckets?: readonly DefinedBucket[];
  /** Parts of the user interface, as `@Resource` declares them. */
  readonly resources?: readonly DefinedResource[];
  /** Pages, as `@Route` declares them. */
  readonly routes?: readonly DefinedRoute[];
  /** Items of the navigation, as `@Menu` declares them. */
  readonly menus?: readonly DefinedMenu[];
  /** Widgets of the dashboard, as `@Widget` declares them. */
  readonly widgets?: readonly DefinedWidget[];
  /** The help page, as `@Help` declares it. */
  readonly help?: HelpOptions;
  /** Endpoints by name, each made by `endpoint`. */
  readonly endpoints?: ByName<EndpointHandler>;
  /** HTTP operations, each made by `rest`, by the name of the endpoint that serves it. */
  readonly rest?: ByName<RestHandler>;
  /** Instance handlers by name, each made by `endpoint`. */
  readonly instanceHandlers?: ByName<EndpointHandler>;
  /** Handlers of events, each made by `subscription`. */
  readonly subscriptions?: readonly SubscriptionHandler[];
  /** Handlers of commands by name, each made by `command`. */
  readonly commands?: ByName<CommandHandler>;
  /** Runs before endpoints accept requests, as `@OnStart` does. */
  readonly onStart?: (context: ExtensionContext) => Done;
  /** Runs when the extension stops, as `@OnStop` does. `reason` says why. */
  readonly onStop?: (reason: string, context: ExtensionContext) => Done;
  /** Runs when instances start or stop, as `@OnRebalance` does, with the number of instances and of keys this one owns. */
  readonly onRebalance?: (totalInstances: number, myItemCount: number, context: ExtensionContext) => Done;
  /** Runs when the licence state changes, as `@OnEnforcement` does. */
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
