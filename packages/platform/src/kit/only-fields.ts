import { findUnknownOptions, SymphonyError } from '@symphony-ts/contract';
import * as z from 'zod';

/** Most unknown names that a refusal has, and the longest of them. Callers choose the names. */
const MOST_NAMED = 5;
const LONGEST_NAME = 64;

/**
 * An object that has these fields and no others, for bodies that people write. If it ignored a misspelt field, the author would
 * believe that the setting is in force. The refusal names the field, and the one that was probably meant.
 */
export const onlyFields = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? describeUnknown('field', issue.keys, Object.keys(shape)) : undefined,
  });

/** Names what is `unknown`, and what was probably meant. `what` is the kind of all of them, such as `field`. */
export function describeUnknown(what: string, unknown: readonly string[], known: readonly string[]): string {
  const names = Object.fromEntries(known.map((name) => [name, true] as const));
  const described = unknown.slice(0, MOST_NAMED).flatMap((given) => {
    const name = given.slice(0, LONGEST_NAME);
    return findUnknownOptions({ [name]: true }, names).map(
      ({ fix }) => `there is no ${what} '${name}': ${known.length === 0 ? 'none is taken here' : fix}`,
    );
  });
  const others = unknown.length - MOST_NAMED;
  return [...described, ...(others > 0 ? [`and ${others} more`] : [])].join('; ');
}

/**
 * Refuses a body with another name or id than its path. A record that was read from the platform and is sent back has its name.
 *
 * @throws `INVALID_REQUEST` when the two differ
 */
export function assertSameName(field: string, inBody: string | undefined, inPath: string): void {
  if (inBody === undefined || inBody === inPath) return;
  const reason = `${field}: it is '${inBody.slice(0, LONGEST_NAME)}' in the body, and '${inPath}' in the path`;
  throw new SymphonyError('INVALID_REQUEST', { reason });
}
