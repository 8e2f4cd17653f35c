import type { Io } from '../process/io.js';

/** The value on the command line, else all of standard input. */
export async function readValue(given: string | undefined, io: Pick<Io, 'input'>): Promise<Uint8Array> {
  if (given !== undefined) return Buffer.from(given);
  const parts: Uint8Array[] = [];
  for await (const part of io.input()) parts.push(part);
  return Buffer.concat(parts);
}
