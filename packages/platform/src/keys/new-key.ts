import {
  InvalidConfigurationError,
  isLine,
  isPrefix,
  type KeyCapabilities,
  limits,
  RESERVED_PREFIXES,
  SymphonyError,
  withoutUndefined,
} from '@symphony-ts/contract';
import { checkCapabilities } from '../rights/capability-check.js';
import type { KeyKind } from '../rights/rights-holder.js';
import { type ApiKey, isLive } from './api-key.js';
import { isPrefixPattern } from './prefix-pattern.js';
import { hashSecret, secretNKey } from './token-secret.js';

/** Options of a new key. */
export interface NewKey {
  /** Name of the key, for people. */
  readonly name: string;
  /** Kind of the key: for an extension, for a client, or for registering new extension keys. */
  readonly kind: KeyKind;
  /** Prefix of an `extension`, which needs one. For `registration`: the prefix or pattern, such as `team-*`, that it may register. */
  readonly prefix?: string;
  /**
   * Permissions of the key. For `registration`: the most that its keys can get. Default: for an extension its own subjects, for a
   * client none. With `grantDeclared`, the default is what the extension declares.
   */
  readonly capabilities?: KeyCapabilities;
  /**
   * When the key expires; `null` means never. You can set a later time at any time. Default: a year from now. Keys that a registration
   * token creates have no such time, but end if they are unused for `mintedKeyIdleMs`.
   */
  readonly expires?: Date | null;
  /** Notes for people. */
  readonly notes?: string;
  /** For `registration`: the most keys that it may create. Default: no limit. */
  readonly maxUses?: number;
  /** Id of the person who owns the key. Default: the platform's operator owns it. */
  readonly owner?: string;
}

/** What the key service adds. */
export interface KeyMaking {
  readonly id: string;
  readonly secret: string;
  readonly now: number;
  readonly session?: boolean;
  readonly idleAfter?: string;
  readonly confirmed?: string | undefined;
  readonly sid?: string | undefined;
  readonly activateBefore?: Date;
  readonly minted?: NonNullable<ApiKey['minted']>;
}

/**
 * The record of a new key.
 *
 * @throws `INVALID_CONFIGURATION` or `INVALID_CAPABILITIES` when the key is not valid
 */
export function newKeyRecord(request: NewKey, making: KeyMaking): ApiKey {
  const { id, secret, now, session, idleAfter, confirmed, sid, activateBefore, minted } = making;
  assertNewKey(request, session ?? false);
  const { name, kind, prefix, capabilities, notes, owner, maxUses } = request;
  const isRegistration = kind === 'registration';
  return withoutUndefined({
    id,
    name,
    kind,
    hash: hashSecret(secret),
    nkey: secretNKey(secret).publicKey,
    created: new Date(now).toISOString(),
    prefix: isRegistration ? undefined : prefix,
    registers: isRegistration
      ? withoutUndefined({ prefixes: prefix ?? '', maxUses, uses: 0, pending: {}, grants: capabilities })
      : undefined,
    capabilities: isRegistration ? undefined : capabilities,
    notes,
    owner,
    session,
    idleAfter,
    confirmed,
    sid,
    expires: expiryOf(request, making)?.toISOString(),
    activateBefore: activateBefore?.toISOString(),
    minted,
  });
}

/** How long a key is valid by default. */
const KEY_LIFETIME_MS = 365 * 86_400_000;

/** A key that nobody remembers must end some day. One that was minted ends when its extension is gone, because it goes unused. */
function expiryOf({ expires }: NewKey, { now, minted }: KeyMaking): Date | null | undefined {
  return expires === undefined && !minted ? new Date(now + KEY_LIFETIME_MS) : expires;
}

function assertNewKey(request: NewKey, session: boolean): void {
  const { name, kind, prefix, capabilities, maxUses } = request;
  const refuse = (setting: string, reason: string): never => {
    throw new InvalidConfigurationError({ setting, reason });
  };
  if (name.trim() === '' || !isLine(name, limits.name))
    refuse(
      'name',
      `an API key needs a name: one line of at most ${limits.name} characters, without control characters`,
    );
  if ((request.notes?.length ?? 0) > limits.notes) refuse('notes', `they have more than ${limits.notes} characters`);
  if (kind === 'extension' && (prefix === undefined || !isPrefix(prefix))) {
    refuse(
      'prefix',
      "an extension's key needs the extension's prefix: lower case, letter first, at most 48 characters",
    );
  }
  if (prefix !== undefined && RESERVED_PREFIXES.includes(prefix)) {
    refuse('prefix', `'${prefix}' is a name that the platform keeps for itself`);
  }
  if (kind === 'registration' && (prefix === undefined || !isPrefixPattern(prefix))) {
    refuse('prefix', 'a registration token needs the prefix, or the pattern of prefixes, that it may register');
  }
  if (kind === 'client' && prefix !== undefined) refuse('prefix', "a client's key belongs to no extension");
  if (maxUses !== undefined && (kind !== 'registration' || !Number.isInteger(maxUses) || maxUses < 1)) {
    refuse('maxUses', 'it is for registration tokens, and a whole number above 0');
  }
  // The grants of a registration token are checked when it creates a key. The rights of a session come from its person's roles.
  const isChecked = capabilities && kind !== 'registration' && !session;
  const problems = isChecked ? checkCapabilities(prefix, capabilities) : [];
  if (problems.length > 0) throw new SymphonyError('INVALID_CAPABILITIES', { problems });
}

/**
 * Refuses another key of a person who has the most live keys that a person may have. Each key takes memory, and a change of
 * roles looks at all of them.
 */
export function assertFewKeys(owned: readonly ApiKey[], now: number): void {
  if (owned.length < limits.keysOfOne) return;
  if (owned.filter((key) => isLive(key, now)).length < limits.keysOfOne) return;
  const reason = `one person has at most ${limits.keysOfOne} valid keys; revoke some`;
  throw new SymphonyError('INVALID_REQUEST', { reason });
}
