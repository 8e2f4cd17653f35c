import { isPrefix } from '@symphony-ts/contract';

const PATTERN = /^[a-z*][a-z0-9_*-]{0,47}$/;
/** True for a prefix, or one in which `*` stands for any characters. */
export const isPrefixPattern = (text: string): boolean => PATTERN.test(text);

/**
 * Whether a pattern covers a prefix. `*` stands for any number of characters, or none. The text between two stars is searched
 * from left to right, at the earliest position, so no pattern causes repeated attempts.
 */
export function matchesPrefix(pattern: string, prefix: string): boolean {
  if (!isPrefixPattern(pattern) || !isPrefix(prefix)) return false;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return prefix === pattern;
  if (!prefix.startsWith(first) || !prefix.endsWith(last)) return false;
  const end = prefix.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = prefix.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}
