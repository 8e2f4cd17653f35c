import { eventSubjects, type KeyCapabilities, SymphonyError, serviceGroup } from '@symphony-ts/contract';
import { checkWithin, createChecks, grantedOf } from './capability-check.js';
import type { KeyKind } from './rights-holder.js';

/** The capabilities that somebody requests for a key. */
export interface AskedGrant {
  readonly kind: KeyKind;
  readonly prefix: string | undefined;
  readonly capabilities: KeyCapabilities | undefined;
}

/**
 * The capabilities of a key whose maker has the rights in `limit`. Throws `INVALID_CAPABILITIES` if more is requested. Without
 * a request, the key gets the default of its kind (`byDefault`), reduced to the limit and the extension's own subjects. A
 * registration token passes on at most the rights of its maker, and by default all of them.
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

/** The capabilities that an extension's key always has, with any roles of its owner. Empty without a prefix. */
export function ownCapabilities(prefix: string | undefined): KeyCapabilities {
  const allow =
    prefix === undefined ? [] : [serviceGroup(prefix), `${serviceGroup(prefix)}.>`, ...eventSubjects(prefix)];
  return { pub: { allow }, sub: { allow: [...allow] } };
}
