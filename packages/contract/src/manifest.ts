import { z } from 'zod';
import { Capability } from './capabilities.js';
import { isBucketName, isReservedBucket } from './buckets.js';
import { RESERVED_PREFIXES, isPrefix } from './subject.js';

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
export type MimeType = (typeof mimeTypes)[keyof typeof mimeTypes];

/** `uri`, `mimeType`, `text` as in MCP resource contents. @documented development/user-interfaces; `_meta` @inferred */
export const ManifestResource = z.object({
  uri: z.string().startsWith('ui://'),
  mimeType: z.enum(Object.values(mimeTypes) as [MimeType, ...MimeType[]]),
  text: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  _meta: z.record(z.string(), z.unknown()).optional(),
});
export type ManifestResource = z.infer<typeof ManifestResource>;

export interface ManifestRoute {
  uri: string;
  routes?: Record<string, ManifestRoute> | undefined;
}
/** A page; children below their parent's path. @documented development/python (`routes`, `uri`) */
export const ManifestRoute: z.ZodType<ManifestRoute> = z.object({
  uri: z.string(),
  get routes() {
    return z.record(z.string().startsWith('/'), ManifestRoute).optional();
  },
});

/** @documented development/go */
export const ManifestMenu = z.object({
  group: z.string(),
  item: z.string(),
  route: z.string(),
  icon: z.string(),
  link: z.string().optional(),
});
export type ManifestMenu = z.infer<typeof ManifestMenu>;

/** @documented development/user-interfaces */
export const ManifestWidget = z.object({ uri: z.string(), title: z.string(), notes: z.string().optional() });
export type ManifestWidget = z.infer<typeof ManifestWidget>;

/** `ttl` in seconds; 0 or absent means none, one revision, no size limit. Field names @documented development/python */
export const ManifestBucket = z.object({
  name: z
    .string()
    .refine(isBucketName, 'letters, digits, _ and -')
    .refine((name) => !isReservedBucket(name), "names that begin with 'symphony_' belong to the platform"),
  description: z.string().default(''),
  ttl: z.number().int().nonnegative().default(0),
  max_history_per_key: z.number().int().min(0).max(64).default(0),
  max_bucket_size: z.number().int().nonnegative().default(0),
  allow_shrink: z.boolean().optional(),
  object_store: z.boolean().optional(),
});
export type ManifestBucket = z.infer<typeof ManifestBucket>;

const JsonSchema = z.record(z.string(), z.unknown());
/** One endpoint; `name` is the last token of its subject. @inferred */
export const ManifestEndpoint = z.object({
  name: z.string(),
  subject: z.string(),
  kind: z.enum(['endpoint', 'instance', 'rest']).default('endpoint'),
  description: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  request: JsonSchema.optional(),
  response: JsonSchema.optional(),
});
export type ManifestEndpoint = z.infer<typeof ManifestEndpoint>;

/** A micro service; its OpenAPI document stands in `metadata.openapi`. @documented development/python */
export const ManifestService = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string().default(''),
  metadata: z.record(z.string(), z.string()).default({}),
  endpoints: z.array(ManifestEndpoint).default([]),
});
export type ManifestService = z.infer<typeof ManifestService>;

const SEMVER = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
/** What an extension registers. The groups are documented, the JSON is not. @inferred platform-facts 9 */
export const Manifest = z.object({
  prefix: z
    .string()
    .refine(isPrefix, 'lower case, begins with a letter; letters, digits, _ and -')
    .refine((prefix) => !RESERVED_PREFIXES.includes(prefix), 'a name that the platform keeps for itself'),
  name: z.string().min(1),
  version: z.string().regex(SEMVER, 'a semantic version such as 1.0.0'),
  description: z.string().default(''),
  sdk: z.object({ language: z.string(), version: z.string() }).optional(),
  capabilities: z.array(Capability).default([]),
  features: z
    .object({
      resources: z.array(ManifestResource).default([]),
      routes: z.record(z.string().startsWith('/'), ManifestRoute).default({}),
      menus: z.array(ManifestMenu).default([]),
      widgets: z.array(ManifestWidget).default([]),
    })
    .default({ resources: [], routes: {}, menus: [], widgets: [] }),
  buckets: z.array(ManifestBucket).default([]),
  services: z.array(ManifestService).default([]),
});
export type Manifest = z.infer<typeof Manifest>;

/** What the platform answers to a registration: the buckets it made or changed. @inferred */
export const RegistrationReply = z.object({
  registered: z.iso.datetime(),
  buckets: z.array(z.object({ name: z.string(), outcome: z.enum(['created', 'updated', 'unchanged']) })).default([]),
});
export type RegistrationReply = z.infer<typeof RegistrationReply>;
