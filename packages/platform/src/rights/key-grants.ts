import { eventSubjects, type KeyCapabilities, SymphonyError, serviceGroup } from '@symphony-ts/contract';
import { checkWithin, createChecks, grantedOf } from './capability-check.js';
import type { KeyKind } from './rights-holder.js';

/** What somebody asks for on behalf of a key. */
export interface AskedGrant {
  readonly kind: KeyKind;
  readonly prefix: string | undefined;
  readonly capabilities: KeyCapabilities | undefined;
}

/**
 * What a key gets that somebody makes who may do no more than `limit` themselves. Throws `INVALID_CAPABILITIES` for more. Where
 * nothing is asked, it is what of `byDefault`, the default of its kind, lies within the limit or is its extension's own. A
 * registration token hands on at most what its maker has, which is also what it hands on when nothing is asked.
 */
export function grantWithin(
  { kind, prefix, capabilities }: AskedGrant,
  limit: KeyCapabilities,
  byDefault: KeyCapabilities,
): KeyCapabilities | undefined {
  if (kind !== 'registration') {
    const problems = capabilities ? checkWithin(prefix, capabilities, limit) : [];
    if (problems.length > 0) throw new SymphonyError('INVALID_CAPABILITIES', { problems });
    return capabilities ?? grantedOf(byDefault, [limit, ownCapabilities(prefix)]);
  }
  const grants = capabilities ?? limit;
  const check = createChecks(limit);
  const problems = (['pub', 'sub'] as const).flatMap((list) =>
    grants[list].allow
      .filter((subject) => !check[list](subject))
      .map((subject) => ({ subject, reason: 'it goes beyond what you may do yourself' })),
  );
  if (problems.length > 0) throw new SymphonyError('INVALID_CAPABILITIES', { problems });
  return grants;
}

/** What an extension's key has by being that extension's, whatever the roles of its owner; nothing without a prefix. */
export function ownCapabilities(prefix: string | undefined): KeyCapabilities {
  const allow =
    prefix === undefined ? [] : [serviceGroup(prefix), `${serviceGroup(prefix)}.>`, ...eventSubjects(prefix)];
  return { pub: { allow }, sub: { allow: [...allow] } };
}
