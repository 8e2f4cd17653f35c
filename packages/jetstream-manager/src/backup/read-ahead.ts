import type { FileHandle } from 'node:fs/promises';
import { JetStreamManagerError } from '../errors/manager-error.js';

/**
 * The first `bytes` of a file in chunks, the next one being read while the last one is used. Throws `BACKUP_CORRUPT` where
 * the file turns out to be shorter.
 */
export async function* readAhead(
  file: FileHandle,
  bytes: number,
  chunkBytes: number,
): AsyncGenerator<Buffer, void, void> {
  let next = readChunk(file, 0, Math.min(chunkBytes, bytes));
  for (let position = 0; position < bytes; ) {
    const chunk = await next;
    position += chunk.length;
    next = readChunk(file, position, Math.min(chunkBytes, bytes - position));
    // Whoever stops in the middle does not wait for it.
    next.catch(() => undefined);
    yield chunk;
  }
}

async function readChunk(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const chunk = Buffer.allocUnsafe(length);
  if (length === 0) return chunk;
  const { bytesRead } = await file.read(chunk, 0, length, position);
  if (bytesRead === length) return chunk;
  throw new JetStreamManagerError('BACKUP_CORRUPT', `the snapshot ends at byte ${position + bytesRead}, too early`);
}
