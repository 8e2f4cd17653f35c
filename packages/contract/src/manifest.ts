import * as z from 'zod';
import { isBucketName, isReservedBucket } from './buckets.js';
import { Capability } from './capabilities.js';
import { limits } from './limits.js';
import { onFirstUse } from './on-first-use.js';
import { isPrefix, RESERVED_PREFIXES } from './subject.js';
import { entries, isLine, line, list, text } from './texts.js';

/** MIME types of user interface resources. @documented development/user-interfaces */
export const mimeTypes = {
  SymphonyJsx: 'text/symphony-jsx',
  SymphonyModule: 'text/symphony-module',
  SymphonyHtml: 'text/html+symphony',
  Htmx: 'text/html+htmx',
  Html: 'text/html',
  McpApp: 'text/html;profile=mcp-app',
  Markdown: 'text/markdown',
} as const;
/** MIME type of a resource's content. */
export type MimeType = (typeof mimeTypes)[keyof typeof mimeTypes];

const sha256 = () => z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in hex');

/** `uri`, `mimeType`, `text` as in MCP resource contents. @documented development/user-interfaces; `_meta` @inferred */
export const ManifestResource = onFirstUse(() =>
  z.object({
    uri: line(limits.uri).startsWith('ui://'),
    mimeType: z.enum(Object.values(mimeTypes) as [MimeType, ...MimeType[]]),
    text: z.string().max(limits.resourceText),
    /** SHA-256, in hex, of a text that was sent before the manifest. `text` is then empty. @inferred */
    sha256: sha256().optional(),
    name: line(limits.name).optional(),
    description: text(limits.description).optional(),
    _meta: z.record(z.string(), z.unknown()).optional(),
  }),
);
export type ManifestResource = z.infer<typeof ManifestResource>;

export interface ManifestRoute {
  /** URI of the resource that the route shows. */
  uri: string;
  /** Routes below this one, by path. */
  routes?: Record<string, ManifestRoute> | undefined;
}
/** A page. Its children are below its path. @documented development/python (`routes`, `uri`) */
export const ManifestRoute: z.ZodType<ManifestRoute> = onFirstUse(() =>
  z.object({
    uri: line(limits.uri),
    get routes() {
      return entries(line(limits.path).startsWith('/'), ManifestRoute, limits.routes).optional();
    },
  }),
);

const ICON = /^[\w -]*$/;
/** True for a text that is safe as the CSS class of an icon, such as `fa-solid fa-book`. */
export const isIconClass = (text: string): boolean => ICON.test(text);

/** An entry of the menu. `route` is the path of the page that it opens. @documented development/go */
export const ManifestMenu = onFirstUse(() =>
  z.object({
    group: line(limits.name),
    item: line(limits.name),
    route: line(limits.path),
    icon: z
      .string()
      .max(limits.icon)
      .refine(isIconClass, "a class such as 'fa-book': letters, digits, spaces, _ and -"),
    link: line(limits.uri).optional(),
  }),
);
export type ManifestMenu = z.infer<typeof ManifestMenu>;

/** A resource that the dashboard shows as a small view. @documented development/user-interfaces */
export const ManifestWidget = onFirstUse(() =>
  z.object({
    uri: line(limits.uri),
    title: line(limits.name),
    notes: text(limits.notes).optional(),
  }),
);
export type ManifestWidget = z.infer<typeof ManifestWidget>;

/**
 * A bucket. `ttl` is in seconds. 0 or an absent field means: no expiry, one revision, no size limit.
 * Field names @documented development/python
 */
export const ManifestBucket = onFirstUse(() =>
  z.object({
    name: z
      .string()
      .refine(isBucketName, 'letters, digits, _ and -')
      .refine((name) => !isReservedBucket(name), "names that begin with 'symphony_' belong to the platform"),
    description: text(limits.description).default(''),
    ttl: z.number().int().nonnegative().default(0),
    max_history_per_key: z.number().int().min(0).max(64).default(0),
    max_bucket_size: z.number().int().nonnegative().default(0),
    allow_shrink: z.boolean().optional(),
    persist: z.literal('async').optional(),
    object_store: z.boolean().optional(),
  }),
);
export type ManifestBucket = z.infer<typeof ManifestBucket>;

const jsonSchema = () => z.record(z.string(), z.unknown());
const metadata = () =>
  entries(line(limits.name), z.string(), limits.metadataEntries).superRefine((given, context) => {
    for (const [name, value] of Object.entries(given)) {
      const most = name === 'openapi' ? limits.openApiBytes : limits.metadataValue;
      if (value.length > most)
        context.addIssue({ code: 'custom', path: [name], message: `at most ${most} characters` });
    }
  });

/** One endpoint. `name` is the last token of its subject. @inferred */
export const ManifestEndpoint = onFirstUse(() =>
  z.object({
    name: line(limits.endpointName),
    subject: line(limits.subject),
    kind: z.enum(['endpoint', 'instance', 'rest']).default('endpoint'),
    description: text(limits.description).optional(),
    metadata: metadata().optional(),
    request: jsonSchema().optional(),
    response: jsonSchema().optional(),
  }),
);
export type ManifestEndpoint = z.infer<typeof ManifestEndpoint>;

/** A NATS service. Its OpenAPI document is in `metadata.openapi`. @documented development/python */
export const ManifestService = onFirstUse(() =>
  z.object({
    name: line(limits.name),
    version: line(limits.version),
    description: text(limits.description).default(''),
    metadata: metadata().default({}),
    endpoints: list(ManifestEndpoint, limits.endpoints).default([]),
  }),
);
export type ManifestService = z.infer<typeof ManifestService>;

type Routes = Readonly<Record<string, ManifestRoute>>;
/** Stops counting at the first route beyond a limit. */
function isWithinRouteLimits(routes: Routes): boolean {
  let count = 0;
  const level = (below: Routes, depth: number): boolean =>
    Object.values(below).every((route) => {
      count += 1;
      return count <= limits.routes && depth <= limits.routeDepth && level(route.routes ?? {}, depth + 1);
    });
  return level(routes, 1);
}

/** Two resources at one URI are refused: which of them a page shows would depend on chance. */
function haveOwnUris(resources: readonly ManifestResource[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, { uri }] of resources.entries()) {
    const message = `there is another resource at '${uri}'; give each one a URI of its own`;
    if (seen.has(uri)) context.addIssue({ code: 'custom', path: [index, 'uri'], message });
    seen.add(uri);
  }
}

const SEMVER = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
/** True for a version that a manifest may have. */
export const isVersion = (text: string): boolean => isLine(text, limits.version) && SEMVER.test(text);

/** The registration of an extension. The groups are documented, the JSON is not. @inferred platform-facts 9 */
export const Manifest = onFirstUse(() =>
  z.object({
    prefix: z
      .string()
      .refine(isPrefix, 'lower case, begins with a letter; letters, digits, _ and -')
      .refine((prefix) => !RESERVED_PREFIXES.includes(prefix), 'a name that the platform keeps for itself'),
    name: line(limits.name).min(1),
    version: line(limits.version).regex(SEMVER, 'a semantic version such as 1.0.0'),
    description: text(limits.description).default(''),
    sdk: z.object({ language: line(limits.name), version: line(limits.version) }).optional(),
    capabilities: list(Capability, limits.capabilities).default([]),
    features: z
      .object({
        resources: list(ManifestResource, limits.resources).superRefine(haveOwnUris).default([]),
        routes: entries(line(limits.path).startsWith('/'), ManifestRoute, limits.routes)
          .refine(isWithinRouteLimits, `at most ${limits.routes} routes, ${limits.routeDepth} deep`)
          .default({}),
        menus: list(ManifestMenu, limits.menus).default([]),
        widgets: list(ManifestWidget, limits.widgets).default([]),
      })
      .default({ resources: [], routes: {}, menus: [], widgets: [] }),
    buckets: list(ManifestBucket, limits.buckets).default([]),
    services: list(ManifestService, limits.services).default([]),
  }),
);
export type Manifest = z.infer<typeof Manifest>;

/**
 * The request of an extension to be registered. With `start`, the extension is still starting: the platform creates the missing
 * buckets and permits what the manifest declares, but does not register it yet. A failed start leaves nothing behind. @inferred
 */
export const RegistrationRequest = onFirstUse(() =>
  Manifest.extend({
    start: z.object({ instanceId: line(limits.instanceId), state: z.enum(['begun', 'failed']) }).optional(),
  }),
);
export type RegistrationRequest = z.infer<typeof RegistrationRequest>;

/**
 * Upload of resource texts, for a manifest that is too large for one message. It is sent to the same subject before the
 * manifest. It asks which texts the platform lacks, and carries a piece of one of them. @inferred
 */
export const ResourceUpload = onFirstUse(() =>
  z.strictObject({
    prefix: z.string().refine(isPrefix),
    upload: z.union([
      z.strictObject({ lacking: list(sha256(), limits.resources) }),
      z.strictObject({
        sha256: sha256(),
        /** Number of the piece, from 0, and the number of all pieces. */
        index: z.int().nonnegative(),
        count: z
          .int()
          .positive()
          .max(Math.ceil(limits.resourceText / limits.resourcePiece)),
        text: z.string().min(1).max(limits.resourcePiece),
      }),
    ]),
  }),
);
export type ResourceUpload = z.infer<typeof ResourceUpload>;

/** The answer of the platform to an upload: the requested texts that it does not have. @inferred */
export const ResourceUploadReply = onFirstUse(() => z.object({ lacking: z.array(z.string()) }));
export type ResourceUploadReply = z.infer<typeof ResourceUploadReply>;

/** The answer of the platform to a registration, with the buckets that it created or changed. @inferred */
export const RegistrationReply = onFirstUse(() =>
  z.object({
    registered: z.iso.datetime(),
    /** `true` if the extension is starting and is not registered yet. */
    starting: z.boolean().optional(),
    buckets: z.array(z.object({ name: z.string(), outcome: z.enum(['created', 'updated', 'unchanged']) })).default([]),
  }),
);
export type RegistrationReply = z.infer<typeof RegistrationReply>;
