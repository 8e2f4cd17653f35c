import { z } from 'zod';

/** An account that exists, by its name; its keys are derived, so there is nothing secret in it. */
export const AccountRecord = z.object({
  name: z.string(),
  created: z.iso.datetime(),
  /** Id of the person whose extension it is; absent for the platform's operator. */
  owner: z.string().optional(),
  /** Users whose JWTs issued before a time (Unix seconds) are void, by public NKey. */
  revocations: z.record(z.string(), z.int()).default({}),
});
export type AccountRecord = z.infer<typeof AccountRecord>;

/**
 * A record with `nkey` revoked at `now`, and without revocations so old that no JWT they concern can still be valid. One that
 * follows another within its second counts a second later: the JWT that came in between was issued one later too.
 */
export function withRevocation(
  record: AccountRecord,
  nkey: string,
  now: number,
  lifetimeSeconds: number,
): AccountRecord {
  const kept = Object.entries(record.revocations).filter(([, at]) => at + lifetimeSeconds >= now);
  const at = Math.max(now, (record.revocations[nkey] ?? 0) + 1);
  return { ...record, revocations: { ...Object.fromEntries(kept), [nkey]: at } };
}
