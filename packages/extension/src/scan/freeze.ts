import { isSchema } from '@symphony-ts/contract';

const isPlain = (value: object): boolean => Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;

/**
 * Freezes lists and records through and through. Schemas, URLs, classes and `meta` are left alone: they are the author's
 * own objects.
 */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || !isPlain(value) || isSchema(value)) return value;
  for (const [key, inner] of Object.entries(value)) if (key !== 'meta') freeze(inner);
  return Object.freeze(value);
}
