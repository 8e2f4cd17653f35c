import type { FileHandle } from 'node:fs/promises';
import { JetStreamManagerError } from '../errors/manager-error.js';

/** How a file is read. */
export interface ReadAheadOptions {
  readonly chunkBytes: number;
  /** How many chunks are in use at the same time: the current one and those before it. Older chunks are overwritten. */
  readonly inUse: number;
}

/**
 * Reads the first `bytes` of a file in chunks. It reads the next chunk while the caller uses the current one. The
 * chunks share a few buffers, because new memory costs as much as the reading. Throws `BACKUP_CORRUPT` if the file is
 * shorter.
 */
export async function* readAhead(
  file: FileHandle,
  bytes: number,
  { chunkBytes, inUse }: ReadAheadOptions,
): AsyncGenerator<Buffer, void, void> {
  const buffers: Buffer[] = [];
  const read = (index: number): Promise<Buffer> => {
    const position = index * chunkBytes;
    const length = Math.min(chunkBytes, bytes - position);
    if (length <= 0) return Promise.resolve(Buffer.alloc(0));
    const buffer = (buffers[index % (inUse + 1)] ??= Buffer.allocUnsafeSlow(length));
    return readChunk(file, position, buffer.subarray(0, length));
  };
  let next = read(0);
  for (let index = 0; index * chunkBytes < bytes; index += 1) {
    const chunk = await next;
    next = read(index + 1);
    // A caller that stops early does not wait for this read.
    next.catch(() => undefined);
    yield chunk;
  }
}

async function readChunk(file: FileHandle, position: number, chunk: Buffer): Promise<Buffer> {
  const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
  if (bytesRead === chunk.length) return chunk;
  throw new JetStreamManagerError('BACKUP_CORRUPT', `the snapshot ends at byte ${position + bytesRead}, too early`);
}
