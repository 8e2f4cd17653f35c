import { z } from 'zod';
import { limits } from './limits.js';

/**
 * The storage services for clients without JetStream: `get`, `put`, `delete`, `list`. Names documented
 * (access/security), payloads not. @inferred
 *
 * Values are JSON; bytes that are not JSON stand as base64 with `encoding: 'base64'`.
 */
export const StorageRequest = z.object({
  bucket: z.string().max(limits.name).optional(),
  /** The extension the bucket belongs to; needed where two extensions have a bucket of that name. */
  prefix: z.string().max(limits.name).optional(),
  key: z.string().max(limits.storageKey).optional(),
  value: z.unknown().optional(),
  encoding: z.literal('base64').optional(),
});
export type StorageRequest = z.infer<typeof StorageRequest>;

/** What `get` answers: one entry of a bucket. `encoding` is `base64` for a value that is bytes. @inferred */
export const StorageEntry = z.object({
  key: z.string(),
  value: z.unknown(),
  encoding: z.literal('base64').optional(),
  revision: z.number().int(),
  created: z.iso.datetime(),
});
export type StorageEntry = z.infer<typeof StorageEntry>;

/** What `put` answers. @inferred */
export const StoragePutReply = z.object({ key: z.string(), revision: z.number().int() });
export type StoragePutReply = z.infer<typeof StoragePutReply>;

/** What `list` answers: the buckets the caller may read, or, with a bucket named, its keys. @inferred */
export const StorageListReply = z.object({
  buckets: z.array(z.object({ prefix: z.string(), name: z.string(), description: z.string().default('') })).optional(),
  keys: z.array(z.string()).optional(),
});
export type StorageListReply = z.infer<typeof StorageListReply>;
