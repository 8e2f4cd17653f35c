import * as z from 'zod';
import { limits } from './limits.js';
import { onFirstUse } from './on-first-use.js';

/**
 * The storage services for clients without JetStream: `get`, `put`, `delete`, `list`, `history`, `watch`. Names documented
 * (access/security), payloads not. @inferred
 *
 * Values are JSON; bytes that are not JSON stand as base64 with `encoding: 'base64'`.
 */
export const StorageRequest = onFirstUse(() =>
  z.object({
    bucket: z.string().max(limits.name).optional(),
    /** The extension the bucket belongs to; needed where two extensions have a bucket of that name. */
    prefix: z.string().max(limits.name).optional(),
    key: z.string().max(limits.storageKey).optional(),
    value: z.unknown().optional(),
    encoding: z.literal('base64').optional(),
    /** For `put` and `delete`: only if this is the key's revision; 0 for a key that has no value. */
    revision: z.int().nonnegative().optional(),
    /**
     * For `watch`: changes after this revision; absent for what the keys hold now. For `history`: revisions after this one. For
     * `list` of a bucket: asks for the keys in pages, the first one by 0, each next one by the revision that the last one gave.
     */
    after: z.int().nonnegative().optional(),
    /** For `watch`: how long to wait for a change, in milliseconds; at most 20,000, which is the default. */
    waitMs: z.int().nonnegative().max(20_000).optional(),
  }),
);
export type StorageRequest = z.infer<typeof StorageRequest>;

/** What `get` answers: one entry of a bucket. `encoding` is `base64` for a value that is bytes. @inferred */
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

/** What `put` answers. @inferred */
export const StoragePutReply = onFirstUse(() => z.object({ key: z.string(), revision: z.number().int() }));
export type StoragePutReply = z.infer<typeof StoragePutReply>;

/**
 * What `list` answers: the buckets the caller may read, or, with a bucket named, its keys. A page of keys has the revision to ask
 * after next, and `isMore` where there are more. @inferred
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

/** A revision of a key: a value, or that it was deleted. @inferred */
export const StorageChange = onFirstUse(() =>
  StorageEntry.partial({ value: true }).extend({ operation: z.enum(['put', 'delete']) }),
);
export type StorageChange = z.infer<typeof StorageChange>;

/**
 * What `history` answers: the revisions that the bucket keeps of a key, the oldest first. `isMore` says that they did not fit
 * into one message: ask after the last one. @inferred
 */
export const StorageHistoryReply = onFirstUse(() =>
  z.object({ changes: z.array(StorageChange), isMore: z.boolean().default(false) }),
);
export type StorageHistoryReply = z.infer<typeof StorageHistoryReply>;

/**
 * What `watch` answers: the changes since `after`, in their order, and the revision to ask after next. Without a change the
 * list is empty, after `waitMs` at the latest. `isMore` says that further changes wait. @inferred
 */
export const StorageWatchReply = onFirstUse(() =>
  StorageHistoryReply.extend({ revision: z.number().int(), isMore: z.boolean() }),
);
export type StorageWatchReply = z.infer<typeof StorageWatchReply>;
