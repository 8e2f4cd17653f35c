import { InvalidConfigurationError, SymphonyError } from '@symphony-ts/contract';

/** The longest key. A subject is part of one protocol line, and the server limits that line to 4 KiB. */
export const MAX_KEY_LENGTH = 1024;

// Visible ASCII without `*`, `.` and `>`.
const TOKEN = '[!-)+,\\-/-=?-~]+';
const KEY = new RegExp(`^${TOKEN}(?:\\.${TOKEN})*$`);
const FILTER = new RegExp(`^(?:>|(?:${TOKEN}|\\*)(?:\\.(?:${TOKEN}|\\*))*(?:\\.>)?)$`);

// A part as other clients may have written it: in any script. The server ends a subject at white space.
const FOREIGN_TOKEN = '[^ .*>\\p{Cc}\\p{Cs}]+';
const FOREIGN_KEY = new RegExp(`^${FOREIGN_TOKEN}(?:\\.${FOREIGN_TOKEN})*$`, 'u');
const FOREIGN_FILTER = new RegExp(`^(?:>|(?:${FOREIGN_TOKEN}|\\*)(?:\\.(?:${FOREIGN_TOKEN}|\\*))*(?:\\.>)?)$`, 'u');

const isShort = (text: unknown): text is string => typeof text === 'string' && text.length <= MAX_KEY_LENGTH;

/** True for a key that every client can read: visible ASCII in parts joined by single dots, without `*` and `>`. */
export const isKey = (key: unknown): key is string => isShort(key) && KEY.test(key);

/**
 * True for a key that may be in a bucket: one that `isKey` accepts, or one in another script, which a client without our rule has
 * written.
 */
export const isStoredKey = (key: unknown): key is string => isKey(key) || (isShort(key) && FOREIGN_KEY.test(key));

/** True for a stored key, or a pattern in which `*` stands for one part and a last `>` for one part or more. */
export const isFilter = (filter: unknown): filter is string =>
  isShort(filter) && (FILTER.test(filter) || FOREIGN_FILTER.test(filter));

function reason(text: unknown): string {
  if (typeof text !== 'string') return `it is ${text === null ? 'null' : typeof text}, not text`;
  if (text === '') return 'it is empty';
  if (text.length > MAX_KEY_LENGTH) return `it is longer than ${MAX_KEY_LENGTH} characters`;
  if (text.startsWith('.') || text.endsWith('.') || text.includes('..')) return 'it has an empty part between dots';
  if (/[^!-~]/.test(text)) return 'it holds a space, a control character or one beyond ASCII';
  return 'it holds * or > where none may stand';
}

const invalid = (bucket: string, text: unknown): SymphonyError<'INVALID_KEY'> =>
  new SymphonyError('INVALID_KEY', { bucket, key: shown(text), reason: reason(text) });

/** The first part of a key on one line, because keys may come from anybody, and errors are logged. */
const shown = (text: unknown): string =>
  String(text)
    .slice(0, 100)
    .replace(/\p{Cc}/gu, (control) => JSON.stringify(control).slice(1, -1));

/**
 * For writes.
 *
 * @throws `INVALID_KEY` unless every client could read `key`
 */
export function assertKey(bucket: string, key: unknown): asserts key is string {
  if (!isKey(key)) throw invalid(bucket, key);
}

/**
 * For reads and removals: what a listing yields can be read and deleted.
 *
 * @throws `INVALID_KEY` unless `key` may be in a bucket
 */
export function assertStoredKey(bucket: string, key: unknown): asserts key is string {
  if (!isStoredKey(key)) throw invalid(bucket, key);
}

/** @throws `INVALID_KEY` unless `filter` is a stored key or a pattern of keys */
export function assertFilter(bucket: string, filter: unknown): asserts filter is string {
  if (!isFilter(filter)) throw invalid(bucket, filter);
}

/** True if `filter` covers `key`, as the server decides it. */
export function filterCovers(filter: string, key: string): boolean {
  const patterns = filter.split('.');
  const parts = key.split('.');
  if (patterns.at(-1) === '>') {
    patterns.pop();
    return parts.length > patterns.length && patterns.every((pattern, i) => pattern === '*' || pattern === parts[i]);
  }
  return parts.length === patterns.length && patterns.every((pattern, i) => pattern === '*' || pattern === parts[i]);
}

/**
 * Text such as `'5'`, a fraction, or a missing value, would become a header that the server interprets differently or refuses.
 *
 * @throws `INVALID_CONFIGURATION` unless `revision` is a whole number
 */
export function assertRevision(revision: unknown): asserts revision is number {
  if (Number.isSafeInteger(revision)) return;
  const given = typeof revision === 'number' || revision === null ? String(revision) : typeof revision;
  const reason = `it is ${given}; give the number that a write or a read gave`;
  throw new InvalidConfigurationError({ setting: 'revision', reason });
}
