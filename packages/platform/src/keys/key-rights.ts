import { SymphonyError, covers } from '@symphony-ts/contract';
import { isLive, type ApiKey } from './api-key.js';
import { effectiveCapabilities } from '../rights/effective-capabilities.js';

/** Whether a key holds a right, that is a `pub` capability that covers its subject. */
export const hasRight = (key: ApiKey, right: string, grantDeclared: boolean): boolean =>
  effectiveCapabilities(key, grantDeclared).pub.allow.some((pattern) => covers(pattern, right));

/** Throws `PERMISSION_DENIED` for a key without the right. */
export function assertRight(key: ApiKey, right: string, grantDeclared: boolean): void {
  if (!hasRight(key, right, grantDeclared)) {
    throw new SymphonyError('PERMISSION_DENIED', { operation: 'publish', subject: right });
  }
}

/** The live key of a NATS user, by the public NKey that the server attests. */
export const keyOfUser = (keys: readonly ApiKey[], nkey: string | undefined, now: number): ApiKey | undefined =>
  nkey === undefined ? undefined : keys.find((key) => key.nkey === nkey && isLive(key, now));
