import type { ApiKey } from '../keys/api-key.js';
import type { PlatformCore } from './core.js';

/** Notes that the JWTs of a key are void, and before that, that its account is frozen if this was its last key. */
export async function noteRevocation(
  { records, keyIndex }: Pick<PlatformCore, 'records' | 'keyIndex'>,
  key: ApiKey,
): Promise<void> {
  const { kind, prefix, revoked } = key;
  const isLast = prefix !== undefined && keyIndex.liveOf(prefix, Date.now()).length === 0;
  if (kind === 'extension' && revoked !== undefined && isLast) await records.freeze(prefix, 'revoked');
  await records.revoke(key);
}
