import { isPrefix, KeyCapabilities } from '@symphony-ts/contract';
import * as z from 'zod';
import { keyKinds } from '../rights/rights-holder.js';

/** The keys that a registration token may create. */
export const Registers = z.object({
  /** A prefix, or a pattern of prefixes in which `*` stands for any characters. */
  prefixes: z.string(),
  /** The most keys that it may create. Omitted if there is no limit. */
  maxUses: z.int().positive().optional(),
  /** Keys it has minted and those it is minting. */
  uses: z.int().default(0),
  /** Uses that are given back unless their key is used in time. The key of each entry is the id of that API key. */
  pending: z.record(z.string(), z.object({ attempt: z.int(), until: z.int() })).default({}),
  /** The most permissions of a new key, besides those on its extension's own subjects. Omitted for the default. */
  grants: KeyCapabilities.optional(),
});
export type Registers = z.infer<typeof Registers>;

/** An API key as it is stored. Of its token, only a hash is stored. */
export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(keyKinds),
  /** The extension of an extension's key. */
  prefix: z.string().refine(isPrefix).optional(),
  registers: Registers.optional(),
  /** SHA-256 of the token's secret in hex. The secret is 256 random bits, so there is nothing to guess or to stretch. */
  hash: z.string(),
  /** The public NKey that the secret gives. A revocation names it. */
  nkey: z.string(),
  /** The granted capabilities. Omitted for a key with the default of its kind. */
  capabilities: KeyCapabilities.optional(),
  notes: z.string().optional(),
  /** Id of the person who owns the key. Omitted if the platform's operator owns it. */
  owner: z.string().optional(),
  /** True for a session. It ends when the person signs out. */
  session: z.boolean().optional(),
  /** When the person of a session last signed in. Omitted if that was when the session was made. */
  confirmed: z.iso.datetime().optional(),
  /** When a session, or a key that a registration token made, ends unless it is used before. */
  idleAfter: z.iso.datetime().optional(),
  /** Id of the session at the identity provider (`sid`) that a session comes from. */
  sid: z.string().optional(),
  /** Public NKeys of browsers that connect with this session, each until its JWT ends (Unix ms). */
  browsers: z.array(z.object({ nkey: z.string(), until: z.int() })).optional(),
  created: z.iso.datetime(),
  expires: z.iso.datetime().optional(),
  /** The end of a minted key that nobody has used. Its token may have been lost on the way. */
  activateBefore: z.iso.datetime().optional(),
  /** Id of the registration token that minted it, and the attempt whose answer holds its token. */
  minted: z.object({ by: z.string(), attempt: z.int() }).optional(),
  revoked: z.iso.datetime().optional(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** An API key in a list, without its token and internal fields. */
export type KeySummary = Omit<ApiKey, 'hash' | 'nkey' | 'minted' | 'registers' | 'browsers' | 'confirmed' | 'sid'> & {
  /** For a registration token: the prefixes that it may register, and how often. */
  readonly registers?: Omit<Registers, 'pending'> | undefined;
};

export function summaryOf(key: ApiKey): KeySummary {
  const { hash: _hash, nkey: _nkey, minted: _minted, browsers: _browsers, ...withoutSecrets } = key;
  const { confirmed: _confirmed, sid: _sid, ...listed } = withoutSecrets;
  const { registers, ...summary } = listed;
  if (!registers) return summary;
  const { pending: _pending, ...uses } = registers;
  return { ...summary, registers: uses };
}

/** A new key with its token. */
export interface CreatedKey {
  /** Id of the key. */
  readonly id: string;
  /** The token. The platform does not store it, so you cannot read it again. */
  readonly token: string;
}

/** Why a key is not valid at `now` (milliseconds); `undefined` if it is valid. */
export function whyDead(key: ApiKey, now: number): string | undefined {
  if (key.revoked !== undefined) return 'the API key was revoked';
  if (key.expires !== undefined && Date.parse(key.expires) <= now) return 'the API key has expired';
  if (key.idleAfter !== undefined && Date.parse(key.idleAfter) <= now)
    return `${key.session ? 'the session' : 'the API key'} ended, because nobody used it`;
  if (key.activateBefore !== undefined && Date.parse(key.activateBefore) <= now) {
    return 'the API key was not used in time and has lapsed';
  }
  return undefined;
}

/** When a key expires according to its record (milliseconds). */
export function countsUntil({ revoked, expires, idleAfter, activateBefore }: ApiKey): number {
  if (revoked !== undefined) return Number.NEGATIVE_INFINITY;
  const ends = [expires, idleAfter, activateBefore].map((time) => (time === undefined ? Infinity : Date.parse(time)));
  return Math.min(...ends);
}

/** When a used key ends or has ended (milliseconds); `undefined` for a key that never ends, and for one that was never used. */
export function endOf({ activateBefore, expires, idleAfter, revoked }: ApiKey): number | undefined {
  if (activateBefore !== undefined && revoked === undefined) return undefined;
  const ends = [expires, idleAfter, revoked].flatMap((time) => (time === undefined ? [] : [Date.parse(time)]));
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Whether a key is valid at `now` (milliseconds). */
export const isLive = (key: ApiKey, now: number): boolean => whyDead(key, now) === undefined;
