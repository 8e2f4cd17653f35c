import * as z from 'zod';
import { limits } from './limits.js';
import { onFirstUse } from './on-first-use.js';

/**
 * The storage services for clients without JetStream: `get`, `put`, `delete`, `list`, `history`, `watch`. Names documented
 * (access/security), payloads not. @inferred
 *
 * Values are JSON. Bytes that are not JSON are base64 with `encoding: 'base64'`.
 */
export const StorageRequest = onFirstUse(() =>
  z.object({
    bucket: z.string().max(limits.name).optional(),
    /** Prefix of the extension that owns the bucket. Needed if two extensions have a bucket of that name. */
    prefix: z.string().max(limits.name).optional(),
    key: z.string().max(limits.storageKey).optional(),
    value: z.unknown().optional(),
    encoding: z.literal('base64').optional(),
    /** For `put` and `delete`: the revision that the key must have; 0 for a key without a value. */
    revision: z.int().nonnegative().optional(),
    /**
     * For `watch`: returns the changes after this revision; without it, the present values of the keys. For `history`: returns the
     * revisions after this one. For `list` of a bucket: returns the keys in pages. Send 0 for the first page, then the revision
     * from the last page.
     */
    after: z.int().nonnegative().optional(),
    /** For `watch`: milliseconds to wait for a change, at most 20,000. Default 20,000. */
    waitMs: z.int().nonnegative().max(20_000).optional(),
  }),
);
export type StorageRequest = z.infer<typeof StorageRequest>;

/** The reply to `get`: one entry of a bucket. `encoding` is `base64` for a value that is bytes. @inferred */
export const StorageEntry = onFirstUse(() =>
  z.object({
    key: z.string(),
    value: z.unknown(),
    encoding: z.literal('base64').optional(),
    revision: z.number().int(),
    created: z.iso.datetime(),
  }),
);
export type StorageEntry = z.infer<typeof StorageEntry>;

/** The reply to `put`. @inferred */
export const StoragePutReply = onFirstUse(() => z.object({ key: z.string(), revision: z.number().int() }));
export type StoragePutReply = z.infer<typeof StoragePutReply>;

/**
 * The reply to `list`: the buckets that the caller may read, or the keys of the named bucket. A page of keys has the revision to
 * send for the next page. `isMore` is set if there are more keys. @inferred
 */
export const StorageListReply = onFirstUse(() =>
  z.object({
    buckets: z
      .array(z.object({ prefix: z.string(), name: z.string(), description: z.string().default('') }))
      .optional(),
    keys: z.array(z.string()).optional(),
    revision: z.number().int().optional(),
    isMore: z.boolean().optional(),
  }),
);
export type StorageListReply = z.infer<typeof StorageListReply>;

/** A revision of a key: a value or a deletion. @inferred */
export const StorageChange = onFirstUse(() =>
  StorageEntry.partial({ value: true }).extend({ operation: z.enum(['put', 'delete']) }),
);
export type StorageChange = z.infer<typeof StorageChange>;

/**
 * The reply to `history`: the stored revisions of a key, the oldest first. `isMore` is set if they do not fit into one message. Ask
 * again with the last revision for the rest. @inferred
 */
export const StorageHistoryReply = onFirstUse(() =>
  z.object({ changes: z.array(StorageChange), isMore: z.boolean().default(false) }),
);
export type StorageHistoryReply = z.infer<typeof StorageHistoryReply>;

/**
 * The reply to `watch`: the changes since `after`, in order, and the revision for the next request. If nothing changes within
 * `waitMs`, the list is empty. `isMore` is set if there are more changes. @inferred
 */
export const StorageWatchReply = onFirstUse(() =>
  StorageHistoryReply.extend({ revision: z.number().int(), isMore: z.boolean() }),
);
export type StorageWatchReply = z.infer<typeof StorageWatchReply>;
