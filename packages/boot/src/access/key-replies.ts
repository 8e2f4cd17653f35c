import { httpPaths, SymphonyError } from '@symphony-ts/contract';
import type { CreatedKey, KeySummary } from '@symphony-ts/platform';
import { formatTable } from '../process/table.js';

const unexpected = (reason: string): SymphonyError =>
  new SymphonyError('INVALID_REPLY', { subject: httpPaths.keys, reason });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The answer to a new key. Throws `INVALID_REPLY`. */
export function readCreatedKey(body: unknown): CreatedKey {
  const { id, token }: Readonly<Record<string, unknown>> = isRecord(body) ? body : {};
  if (typeof id !== 'string' || typeof token !== 'string') throw unexpected('it has no id and token');
  return { id, token };
}

/** A key in a list of the platform, which may have another version. */
export type ListedKey = Pick<KeySummary, 'id'> & Partial<Readonly<Record<keyof KeySummary, unknown>>>;

/** The answer to a list. Throws `INVALID_REPLY`. */
export function readKeyList(body: unknown): readonly ListedKey[] {
  if (!Array.isArray(body)) throw unexpected('it is not a list');
  return body.map((row: unknown) => {
    if (!isRecord(row) || typeof row['id'] !== 'string') throw unexpected('one of its keys has no id');
    return { ...row, id: row['id'] };
  });
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The list for people. */
export const keyTable = (keys: readonly ListedKey[], now: number): string =>
  formatTable(
    ['ID', 'KIND', 'PREFIX', 'NAME', 'STATE', 'CREATED'],
    keys.map((key) => [key.id, text(key.kind), prefixOf(key), text(key.name), stateOf(key, now), text(key.created)]),
  );

const prefixOf = ({ prefix, registers }: ListedKey): string | undefined =>
  text(prefix) ?? (isRecord(registers) ? text(registers['prefixes']) : undefined);

function stateOf({ revoked, expires }: ListedKey, now: number): string {
  if (text(revoked) !== undefined) return `revoked ${text(revoked)}`;
  const end = text(expires);
  if (end === undefined) return 'valid';
  return Date.parse(end) <= now ? `expired ${end}` : `until ${end}`;
}
