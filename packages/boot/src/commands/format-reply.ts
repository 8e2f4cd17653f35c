/** An answer as it is printed: text as it is, bytes as base64, anything else as indented JSON. */
export function formatReply(reply: unknown): string {
  if (typeof reply === 'string') return reply;
  if (reply instanceof Uint8Array) return Buffer.from(reply).toString('base64');
  return JSON.stringify(reply, undefined, 2) ?? '';
}
