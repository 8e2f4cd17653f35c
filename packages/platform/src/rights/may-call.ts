import { SymphonyError, endpointSubject } from '@symphony-ts/contract';
import { mayRequest } from './telemetry-access.js';
import type { ApiKey } from '../keys/api-key.js';
import { effectiveCapabilities } from './effective-capabilities.js';
import { assertRight } from '../keys/key-rights.js';

interface Endpoint {
  readonly prefix: string;
  readonly endpoint: string;
}

const isOwn = (key: ApiKey, { prefix }: Endpoint): boolean => key.kind !== 'registration' && key.prefix === prefix;

/**
 * Throws `PERMISSION_DENIED` unless a key may call a REST operation: any of its own extension, else what its capabilities
 * cover. None of these is telemetry, whatever its name.
 */
export function assertMayCall(key: ApiKey, target: Endpoint, grantDeclared: boolean): void {
  if (isOwn(key, target)) return;
  assertRight(key, endpointSubject(target.prefix, target.endpoint), grantDeclared);
}

/** The same for any endpoint, where a wildcard gives no telemetry. */
export function assertMayInvoke(key: ApiKey, target: Endpoint, grantDeclared: boolean): void {
  const subject = endpointSubject(target.prefix, target.endpoint);
  if (isOwn(key, target) || mayRequest(effectiveCapabilities(key, grantDeclared).pub.allow, subject)) return;
  throw new SymphonyError('PERMISSION_DENIED', { operation: 'publish', subject });
}
