import { type StorageEntry, type StorageRequest, SymphonyError } from '@symphony-ts/contract';

/** Stored bytes as a message carries them: JSON as itself, other bytes in base64. */
export function carryValue(data: Uint8Array): Pick<StorageEntry, 'value' | 'encoding'> {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data)) as unknown };
  } catch {
    // not JSON: the bytes travel as they are
    return { value: Buffer.from(data).toString('base64'), encoding: 'base64' };
  }
}

/** The bytes of a value. Throws `INVALID_REQUEST` if there is no value, or if it is not valid base64. */
export function storeValue({ value, encoding }: Pick<StorageRequest, 'value' | 'encoding'>): Uint8Array {
  if (value === undefined) throw new SymphonyError('INVALID_REQUEST', { reason: 'it has no value' });
  if (encoding === undefined) return new TextEncoder().encode(JSON.stringify(value));
  if (typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value)) return Buffer.from(value, 'base64');
  throw new SymphonyError('INVALID_REQUEST', { reason: 'its value is not base64' });
}
