import type { MimeType, OptionNames, Schema } from '@symphony-ts/contract';

/** Address of a resource: `ui://<prefix>/<name>`. */
export type ResourceUri = `ui://${string}/${string}`;

export interface ResourceInfo {
  readonly name?: string;
  readonly description?: string;
  /** Passed to the platform as it is, for example a content security policy. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** A file. A relative path starts at the package of the class, both in a checkout and after publishing. */
export type FileLocation = string | URL;

/** Options of a resource. Its content is `text`, the content of `file`, or a `page` in HTMX that the platform serves. */
export type ResourceOptions = ResourceInfo &
  (
    | { readonly type: MimeType; readonly text: string; readonly file?: never; readonly page?: never }
    | { readonly type: MimeType; readonly file: FileLocation; readonly text?: never; readonly page?: never }
    | { readonly type: 'text/html+htmx'; readonly page: string; readonly text?: never; readonly file?: never }
  );

/** Options of a resource on a method. The method returns the text. */
export type ComputedResourceOptions = ResourceInfo & {
  readonly type: MimeType;
  readonly text?: never;
  readonly file?: never;
  readonly page?: never;
};

export type ResourceRecordOptions = ResourceOptions | ComputedResourceOptions;

/** Pages below a page, by their path. */
export interface RouteChildren {
  /** The resource that a path shows, and the routes below it. */
  readonly [path: `/${string}`]: { readonly uri: ResourceUri; readonly children?: RouteChildren };
}

export interface RouteOptions {
  readonly children?: RouteChildren;
}

export interface MenuOptions {
  /** An address outside the platform. The item opens it instead of the route. */
  readonly link?: string;
}

export interface HelpOptions {
  /** A Markdown file. If it does not exist, the extension has no help page. */
  readonly file: FileLocation;
}

export interface CapabilityOptions {
  /** Schema of the payload. It appears in the published description of the events, and checks nothing. */
  readonly schema?: Schema;
}

/** The names of {@link ResourceRecordOptions}. */
export const resourceOptionNames = {
  name: true,
  description: true,
  meta: true,
  type: true,
  text: true,
  file: true,
  page: true,
} as const satisfies OptionNames<ResourceRecordOptions>;

/** The names of {@link RouteOptions}. */
export const routeOptionNames = {
  children: true,
} as const satisfies OptionNames<RouteOptions>;

/** The names of {@link MenuOptions}. */
export const menuOptionNames = {
  link: true,
} as const satisfies OptionNames<MenuOptions>;

/** The names of {@link HelpOptions}. */
export const helpOptionNames = {
  file: true,
} as const satisfies OptionNames<HelpOptions>;

/** The names of {@link CapabilityOptions}. */
export const capabilityOptionNames = {
  schema: true,
} as const satisfies OptionNames<CapabilityOptions>;
