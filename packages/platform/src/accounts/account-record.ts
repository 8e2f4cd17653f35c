import * as z from 'zod';

/** An existing account, by its name. Its keys are derived, so the record contains no secret. */
export const AccountRecord = z.object({
  name: z.string(),
  created: z.iso.datetime(),
  /** Id of the person who owns the extension. Omitted if the platform's operator owns it. */
  owner: z.string().optional(),
  /** The time since which no key may use it. Omitted for an account in use. */
  frozen: z.iso.datetime().optional(),
  /** The reason for the freezing: somebody revoked the last key, or the last key expired. */
  frozenBecause: z.enum(['revoked', 'expired']).optional(),
  /** When an administrator last thawed it. Keys that ended before that do not freeze it again. */
  thawed: z.iso.datetime().optional(),
  /** When the deletion of its data began. Omitted if its data is not being deleted. */
  emptying: z.iso.datetime().optional(),
  /** When it was deleted. Its record stays, because its keys would be the same if it were made again: see `revocations`. */
  deleted: z.iso.datetime().optional(),
  /** Users whose JWTs issued before a time (Unix seconds) are void, by public NKey. */
  revocations: z.record(z.string(), z.int()).default({}),
});
export type AccountRecord = z.infer<typeof AccountRecord>;

/** Means all users. */
export const EVERYBODY = '*';
/** Above this number, one revocation of all users replaces the single ones, so that the account's JWT stays far below 1 MiB. */
export const MOST_REVOCATIONS = 4_000;

/** Until when (Unix seconds) the JWTs of a user are void. */
export const voidUntil = (revocations: AccountRecord['revocations'], nkey: string): number =>
  Math.max(revocations[nkey] ?? 0, revocations[EVERYBODY] ?? 0);

/**
 * A record with users revoked at `now`, and without revocations that are too old to concern a valid JWT. A second revocation
 * within the same second is dated one second later, because the JWT between the two was dated one second later, too.
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
