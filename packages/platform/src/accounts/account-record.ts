import * as z from 'zod';

/** An account that exists, by its name; its keys are derived, so there is nothing secret in it. */
export const AccountRecord = z.object({
  name: z.string(),
  created: z.iso.datetime(),
  /** Id of the person whose extension it is; absent for the platform's operator. */
  owner: z.string().optional(),
  /** Since when no key may use it; absent for one that is in use. */
  frozen: z.iso.datetime().optional(),
  /** The reason for the freezing: somebody revoked the last key, or the last key expired. */
  frozenBecause: z.enum(['revoked', 'expired']).optional(),
  /** When an administrator last took the freezing back; keys that ended before do not freeze it again. */
  thawed: z.iso.datetime().optional(),
  /** Since when its data is being deleted; absent but for that time. */
  emptying: z.iso.datetime().optional(),
  /** When it was deleted. Its record stays, because its keys would be the same if it were made again: see `revocations`. */
  deleted: z.iso.datetime().optional(),
  /** Users whose JWTs issued before a time (Unix seconds) are void, by public NKey. */
  revocations: z.record(z.string(), z.int()).default({}),
});
export type AccountRecord = z.infer<typeof AccountRecord>;

/** Means all users. */
export const EVERYBODY = '*';
/** More single revocations than this become one of everybody, so that the JWT of the account stays far below 1 MiB. */
export const MOST_REVOCATIONS = 4_000;

/** Until when (Unix seconds) the JWTs of a user are void. */
export const voidUntil = (revocations: AccountRecord['revocations'], nkey: string): number =>
  Math.max(revocations[nkey] ?? 0, revocations[EVERYBODY] ?? 0);

/**
 * A record with users revoked at `now`, and without revocations so old that no JWT they concern can still be valid. One that
 * follows another within its second counts a second later: the JWT that came in between was issued one later too.
 */
export function withRevocations(
  record: AccountRecord,
  nkeys: readonly string[],
  now: number,
  lifetimeSeconds: number,
): AccountRecord {
  const kept = Object.entries(record.revocations).filter(([, at]) => at + lifetimeSeconds >= now);
  const added = nkeys.map((nkey) => [nkey, Math.max(now, (record.revocations[nkey] ?? 0) + 1)] as const);
  const all = [...kept, ...added];
  // All users fetch new credentials. Revoked users get none.
  if (all.length > MOST_REVOCATIONS) {
    return { ...record, revocations: { [EVERYBODY]: all.reduce((most, [, time]) => Math.max(most, time), now) } };
  }
  return { ...record, revocations: Object.fromEntries(all) };
}
