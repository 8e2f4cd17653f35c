import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ManifestResource } from '@symphony-ts/contract';
import * as z from 'zod';
import { resourcePath } from '../../wire/ui-paths.js';
import { resourceVersion } from '../resources/resource-version.js';

/**
 * The query of a document's address on a sandbox host. No cookie is sent there, so the address itself is the permission. Nobody
 * can guess it, and it is valid for one text of one resource.
 */
export const SandboxQuery = z.object({
  /** Origin of the shell that may frame the document. */
  by: z.string(),
  key: z.string(),
});
export type SandboxQuery = z.infer<typeof SandboxQuery>;

const keyOf = (resource: ManifestResource, by: string, secret: Uint8Array): Buffer =>
  createHmac('sha256', secret)
    .update(JSON.stringify([resource.uri, resourceVersion(resource), by]))
    .digest();

/** Path and query of a resource's document on a sandbox host. */
export function sandboxPath(resource: ManifestResource, by: string, secret: Uint8Array): string {
  const query = new URLSearchParams({
    by,
    key: keyOf(resource, by, secret).toString('base64url'),
  } satisfies SandboxQuery);
  return `${resourcePath(resource.uri, 'sandbox')}?${query.toString()}`;
}

/** Whether `sandboxPath` made the query for exactly this text. */
export function isSandboxKey(resource: ManifestResource, { by, key }: SandboxQuery, secret: Uint8Array): boolean {
  const expected = keyOf(resource, by, secret);
  const given = Buffer.from(key, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
