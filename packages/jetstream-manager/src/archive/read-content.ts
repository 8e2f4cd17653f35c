import { open } from 'node:fs/promises';
import { decodeS2Block } from '../backup/s2-block.js';
import { JetStreamManagerError } from '../errors/manager-error.js';

const headerLength = 4;
const checksumLength = 4;
const compressed = 0x00;
const uncompressed = 0x01;

/**
 * Yields the content of a snapshot file, decompressed frame by frame. Memory holds at most one frame. Throws
 * `BACKUP_CORRUPT` if the file ends in the middle of a frame.
 */
export async function* readContent(path: string): AsyncGenerator<Uint8Array, void, void> {
  const file = await open(path, 'r');
  try {
    const header = Buffer.alloc(headerLength);
    for (let offset = 0; ; ) {
      const { bytesRead } = await file.read(header, 0, headerLength, offset);
      if (bytesRead === 0) return;
      if (bytesRead < headerLength) throw truncated(path, offset);
      const length = header.readUIntLE(1, 3);
      const type = header[0];
      if (type === compressed || type === uncompressed) {
        const body = Buffer.alloc(length);
        const read = await file.read(body, 0, length, offset + headerLength);
        if (read.bytesRead < length) throw truncated(path, offset);
        const content = body.subarray(checksumLength);
        yield type === compressed ? decodeS2Block(content) : content;
      }
      offset += headerLength + length;
    }
  } finally {
    await file.close();
  }
}

const truncated = (path: string, offset: number): JetStreamManagerError =>
  new JetStreamManagerError('BACKUP_CORRUPT', `${path} ends in the middle of the frame at byte ${offset}`);
