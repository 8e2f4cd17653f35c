import { JetStreamManagerError } from '../errors/manager-error.js';

/** Metadata without the `_nats.` entries of the server; `undefined` if nothing remains. */
export function withoutServerMetadata(
  metadata: Readonly<Record<string, string>> | undefined,
): Record<string, string> | undefined {
  if (metadata === undefined) return undefined;
  const own = Object.entries(metadata).filter(([key]) => !key.startsWith('_nats.'));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

/** Throws `INVALID_CONFIGURATION` for an empty key. Servers accept it, but no tool can address it. */
export function assertMetadata(metadata: Readonly<Record<string, string>> | undefined, what: string): void {
  if (metadata === undefined || !Object.hasOwn(metadata, '')) return;
  throw new JetStreamManagerError('INVALID_CONFIGURATION', `${what}: the metadata has a key without a name`, {
    details: { field: 'metadata' },
  });
}
