import { endpointSubject } from '@symphony-ts/contract';
import type { ApiKey } from '../keys/api-key.js';
import { assertRight } from '../keys/key-rights.js';

/** Throws `PERMISSION_DENIED` unless a key may call an endpoint: any of its own extension, else what its capabilities name. */
export function assertMayCall(
  key: ApiKey,
  { prefix, endpoint }: { readonly prefix: string; readonly endpoint: string },
  grantDeclared: boolean,
): void {
  if (key.kind !== 'registration' && key.prefix === prefix) return;
  assertRight(key, endpointSubject(prefix, endpoint), grantDeclared);
}
