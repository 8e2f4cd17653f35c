import { isPrefix, RESERVED_PREFIXES } from '@symphony-ts/contract';

/** A prefix from the name of a folder; `undefined` if the name contains no usable characters. */
export function prefixFrom(folderName: string): string | undefined {
  const text = folderName
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 48);
  return isPrefix(text) && !RESERVED_PREFIXES.includes(text) ? text : undefined;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const words = (prefix: string): readonly string[] =>
  prefix
    .split(/[-_]+/)
    .filter((word) => word !== '')
    .map(capital);

/** `order-history` as `Order History`. */
export const titleFrom = (prefix: string): string => words(prefix).join(' ');

/** Names that the new file uses for something else. */
const TAKEN: readonly string[] = ['Endpoint', 'Extension', 'Greeting', 'Person'];

/** `order-history` as `OrderHistory`. A name that the file or the language already uses gets a second word. */
export function classNameFrom(prefix: string): string {
  const name = words(prefix).join('');
  return TAKEN.includes(name) || name in globalThis ? `${name}Service` : name;
}
