import { limits, SymphonyError } from '@symphony-ts/contract';
import * as z from 'zod';
import type { Table } from '../table/table.js';

/** What a person has arranged, such as a dashboard: any JSON value. */
export const Preference = z.object({ value: z.unknown() });
export type Preference = z.infer<typeof Preference>;

const NAME = /^[a-z][a-z-]{0,31}$/;
const MAX_BYTES = 64 * 1024;

const keyOf = (person: string, name: string): string => {
  if (NAME.test(name)) return `${person}.${name}`;
  throw new SymphonyError('INVALID_REQUEST', { reason: `'${name}' is not the name of a preference` });
};

/** A preference of a person; `undefined` if there is none. Throws `INVALID_REQUEST` for a name that cannot be one. */
export const getPreference = (table: Pick<Table<Preference>, 'get'>, person: string, name: string): unknown =>
  table.get(keyOf(person, name))?.value;

/**
 * Replaces a preference. Throws `PAYLOAD_TOO_LARGE` for more than 64 KiB of JSON, and `INVALID_REQUEST` for a new one of a person
 * who has as many as one may have.
 */
export async function putPreference(
  table: Pick<Table<Preference>, 'get' | 'below' | 'put'>,
  person: string,
  name: string,
  value: unknown,
): Promise<void> {
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? '');
  if (bytes > MAX_BYTES) throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes, maxBytes: MAX_BYTES });
  const key = keyOf(person, name);
  if (table.get(key) === undefined && table.below(`${person}.`).length >= limits.preferences) {
    throw new SymphonyError('INVALID_REQUEST', { reason: `one person has at most ${limits.preferences} preferences` });
  }
  await table.put(key, { value });
}
