import type { SchemaIssue } from './schema.js';

const MAX_QUICK_DEPTH = 64;
/** Far below where `JSON.stringify` runs out of stack. */
const MAX_DEPTH = 1_000;

/**
 * Finds a part of `value` that JSON would change without an error: a `Map` becomes `{}`, `NaN` becomes `null`, bytes become an
 * object with numbered keys. Returns the path and the reason, or `undefined` if JSON can hold the value. Fields that are
 * `undefined` or functions are allowed, although JSON omits them. So is `-0`, which arrives as `0`.
 */
export function findNonJson(value: unknown): SchemaIssue | undefined {
  // Nearly every value is fine, and needs neither a path nor a list of ancestors.
  return isPlainJson(value, 0) ? undefined : search(value, '', []);
}

function isPlainJson(value: unknown, depth: number): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > MAX_QUICK_DEPTH) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      if (!isPlainJson(value[index], depth + 1)) return false;
    }
    return true;
  }
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  let isEmpty = true;
  for (const key in value) {
    const field: unknown = (value as Readonly<Record<string, unknown>>)[key];
    isEmpty = false;
    if (key === 'toJSON') return false;
    if (field !== undefined && !isPlainJson(field, depth + 1)) return false;
  }
  return !isEmpty || Object.getOwnPropertySymbols(value).length === 0;
}

const below = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);

/** Slower than `isPlainJson`, and exact: calls `toJSON`, finds values that contain themselves, and returns the place. */
function search(given: unknown, path: string, ancestors: readonly unknown[]): SchemaIssue | undefined {
  const message = reasonAgainst(given);
  if (message !== undefined) return { path, message };
  if (ancestors.length > MAX_DEPTH) return { path: '', message: `is nested more than ${MAX_DEPTH} levels deep` };
  const value = readToJson(given, path);
  if (value !== given) return search(value, path, ancestors);
  if (typeof value !== 'object' || value === null) return undefined;
  if (ancestors.includes(value)) return { path, message: 'contains itself' };
  const above = [...ancestors, value];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const issue = isOmitted(item)
        ? { path: below(path, index), message: `is ${nameOf(item)} in a list, which JSON turns into null` }
        : search(item, below(path, index), above);
      if (issue) return issue;
    }
    return undefined;
  }
  for (const [key, field] of Object.entries(value)) {
    const issue = isOmitted(field) ? undefined : search(field, below(path, key), above);
    if (issue) return issue;
  }
  return undefined;
}

/** True for a value that JSON omits from an object. */
const isOmitted = (value: unknown): boolean =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol';

const nameOf = (value: unknown): string => (value === undefined ? 'undefined' : `a ${typeof value}`);

function readToJson(value: unknown, path: string): unknown {
  const toJson = toJsonOf(value);
  return toJson ? Reflect.apply(toJson, value, [path.split('.').at(-1) ?? '']) : value;
}

/** The `toJSON` method of a value. Some programs add such a method to `BigInt.prototype`. */
function toJsonOf(value: unknown): CallableFunction | undefined {
  if ((typeof value !== 'object' && typeof value !== 'bigint') || value === null) return undefined;
  const toJson: unknown = Reflect.get(Object(value), 'toJSON');
  return typeof toJson === 'function' ? toJson : undefined;
}

/** Tags of the objects that JSON turns into `{}`, even if they have fields. Objects of another realm have the same tags. */
const EMPTY_IN_JSON = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'RegExp', 'Error']);
/** Tags of the objects that JSON can represent, with or without fields. */
const KEPT_IN_JSON = new Set(['Object', 'Array', 'Arguments', 'Module', 'String', 'Number', 'Boolean']);
const BYTES = /^(?:Uint|Int|Float|BigInt|BigUint)\d+(?:Clamped)?Array$|^(?:Shared)?ArrayBuffer$|^DataView$/;

/** Why JSON cannot hold `value` itself; `undefined` if it can. Its fields and items are not looked at. */
function reasonAgainst(value: unknown): string | undefined {
  if (isOmitted(value)) return `is ${nameOf(value)}, which is not JSON`;
  if (typeof value === 'number') return reasonAgainstNumber(value);
  const hasToJson = toJsonOf(value) !== undefined;
  if (typeof value === 'bigint') return hasToJson ? undefined : BIGINT;
  if (typeof value !== 'object' || value === null) return undefined;
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (BYTES.test(tag)) return `is ${withArticle(tag)}, which is not JSON: send bytes on their own, or as base64`;
  if (tag === 'Date') return Number.isNaN(Number(value)) ? 'is an invalid Date, which JSON turns into null' : undefined;
  // JSON contains the result of `toJSON`, which `search` looks at.
  if (hasToJson) return undefined;
  if (Symbol.asyncIterator in value) {
    return `is ${withArticle(nameOfClass(value, tag))}, which JSON cannot wait for: send its items as a list, or its bytes`;
  }
  if (tag === 'Number') return reasonAgainstNumber(Number(value));
  if (tag === 'BigInt') return BIGINT;
  if (EMPTY_IN_JSON.has(tag)) return becomesEmpty(tag);
  if (Object.keys(value).length > 0 || Array.isArray(value)) return undefined;
  if (!KEPT_IN_JSON.has(tag)) return becomesEmpty(tag);
  // JSON does not see values in private fields that a class only shows through getters.
  return hasGetters(value) ? `${becomesEmpty(nameOfClass(value, tag))}: give it a toJSON` : undefined;
}

const becomesEmpty = (name: string): string => `is ${withArticle(name)}, which JSON turns into an empty object`;

/** The name of the class if the program defines it, otherwise the tag. */
function nameOfClass(value: object, tag: string): string {
  if (tag !== 'Object') return tag;
  const { constructor } = value;
  return typeof constructor === 'function' && constructor !== Object && constructor.name ? constructor.name : 'stream';
}

/**
 * Whether a class in the prototype chain gives the instance a getter. The one for `__proto__`, at the end of each chain, does
 * not count.
 */
function hasGetters(value: object): boolean {
  let owner: unknown = Object.getPrototypeOf(value);
  while (typeof owner === 'object' && owner !== null && Object.getPrototypeOf(owner) !== null) {
    const members = Object.values(Object.getOwnPropertyDescriptors(owner));
    if (members.some((member) => member.get !== undefined)) return true;
    owner = Object.getPrototypeOf(owner);
  }
  return false;
}

const BIGINT = 'is a bigint, which is not JSON: send it as text';

const reasonAgainstNumber = (value: number): string | undefined =>
  Number.isFinite(value) ? undefined : `is ${value}, which JSON turns into null`;

const withArticle = (tag: string): string => `${/^[AEIO]/.test(tag) ? 'an' : 'a'} ${tag}`;
