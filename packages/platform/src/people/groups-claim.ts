import { limits } from '@symphony-ts/contract';
import * as z from 'zod';

/** The groups that a token names, and a remark for the log about its claim. */
export interface ReadGroups {
  readonly groups: readonly string[];
  /** Omitted if the claim has the expected form. */
  readonly remark?: string;
}

/** All groups of a person are in one record. */
const MOST_GROUPS = 2_000;
/** Omits groups whose names are too long for a role. */
const fitting = (groups: readonly string[]): string[] =>
  groups.filter((group) => group.length <= limits.name).slice(0, MOST_GROUPS);

const Nested = z.looseObject({});

/**
 * Reads a person's groups from the claims of a token. `name` is the name of a claim, or a path with dots into nested ones,
 * such as Keycloak's `realm_access.roles`; a claim whose own name has dots comes first. A text is one group. Entries that
 * are not text are left out.
 */
export function readGroups(claims: Readonly<Record<string, unknown>>, name: string): ReadGroups {
  const value = Object.hasOwn(claims, name) ? claims[name] : valueAt(claims, name.split('.'));
  if (value === undefined) {
    return { groups: [], remark: `there is no claim '${name}'; there are ${Object.keys(claims).sort().join(', ')}` };
  }
  if (typeof value === 'string') {
    const isOne = value.trim() !== '' && !/[\s,]/.test(value);
    return { groups: [value], ...(isOne ? {} : { remark: `the claim '${name}' is a text; it counts as one group` }) };
  }
  if (!Array.isArray(value)) return { groups: [], remark: `the claim '${name}' is not a list of texts` };
  const texts = value.filter((entry): entry is string => typeof entry === 'string');
  if (texts.length < value.length) {
    return { groups: fitting(texts), remark: `the claim '${name}' has entries that are not text; they were left out` };
  }
  const groups = fitting(texts);
  const remark = `the claim '${name}' has more than ${MOST_GROUPS} entries, or some that no role can name; they were left out`;
  return groups.length === texts.length ? { groups } : { groups, remark };
}

function valueAt(claims: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return claims;
  const nested = Nested.safeParse(claims);
  return nested.success && Object.hasOwn(nested.data, first) ? valueAt(nested.data[first], rest) : undefined;
}
