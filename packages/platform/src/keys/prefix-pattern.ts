import { isPrefix } from '@symphony-ts/contract';

const PATTERN = /^[a-z*][a-z0-9_*-]{0,47}$/;
/** True for a prefix, or one in which `*` stands for any characters. */
export const isPrefixPattern = (text: string): boolean => PATTERN.test(text);

/** Whether a pattern covers a prefix. */
export function matchesPrefix(pattern: string, prefix: string): boolean {
  if (!isPrefixPattern(pattern) || !isPrefix(prefix)) return false;
  // Every other character of a pattern stands for itself in a regular expression.
  return new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(prefix);
}
