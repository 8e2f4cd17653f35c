/** Metadata without the server's own `_nats.` entries; `undefined` where nothing is left. */
export function withoutServerMetadata(
  metadata: Readonly<Record<string, string>> | undefined,
): Record<string, string> | undefined {
  if (metadata === undefined) return undefined;
  const own = Object.entries(metadata).filter(([key]) => !key.startsWith('_nats.'));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}
