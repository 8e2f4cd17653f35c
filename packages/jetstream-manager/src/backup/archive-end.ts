import { type FileHandle, open } from 'node:fs/promises';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { decodeS2Block } from './s2-block.js';
import { type DataFrame, S2Frames } from './s2-frames.js';

const frameHeader = 8;
const magicLength = 8;
/** Servers from 2.15 on write their own archive format. Such an archive ends with its last entry. */
const natsArchiveMagic = 'NATSARC1';
/** A tar archive ends with two blocks of zeros. */
const tarEnd = 1024;
const readSize = 1024 * 1024;

/**
 * Checks that the snapshot in a file is complete. The last frame must end where the file ends, and a tar archive must
 * have its end mark. A server does not notice a snapshot that was cut between two frames, and restores the part that it
 * gets. This check does notice it. Throws `BACKUP_CORRUPT`. Returns the number of bytes of content.
 */
export async function assertArchiveWhole(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const frames = new S2Frames();
    for await (const chunk of file.createReadStream({ highWaterMark: readSize, autoClose: false })) {
      frames.push(chunk as Buffer);
    }
    await assertEnd(file, frames);
    return frames.contentBytes;
  } finally {
    await file.close();
  }
}

/** The same check for a file whose frames were followed while it was written. */
export async function assertEnd(file: FileHandle, frames: S2Frames): Promise<void> {
  if (!frames.isAtEnd) throw truncated('it ends in the middle of a frame');
  if (await isNatsArchive(file)) return;
  const tail = Buffer.concat(await Promise.all(frames.lastFrames.map((frame) => readFrame(file, frame))));
  if (tail.length < tarEnd || tail.subarray(-tarEnd).some((byte) => byte !== 0))
    throw truncated('its archive has no end');
}

/** Whether a file holds the archive format of nats-server 2.15, which older servers cannot restore. */
export async function holdsNatsArchive(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    return await isNatsArchive(file);
  } finally {
    await file.close();
  }
}

async function isNatsArchive(file: FileHandle): Promise<boolean> {
  const first = await firstDataFrame(file);
  if (first === undefined) return false;
  const content = await readFrame(file, first, magicLength);
  return Buffer.from(content.subarray(0, magicLength)).toString('latin1') === natsArchiveMagic;
}

/** The first frame that is not a stream identifier, padding or an index. */
async function firstDataFrame(file: FileHandle): Promise<DataFrame | undefined> {
  const header = Buffer.alloc(4);
  for (let offset = 0; ; ) {
    const { bytesRead } = await file.read(header, 0, 4, offset);
    if (bytesRead < 4) return undefined;
    const length = 4 + header.readUIntLE(1, 3);
    if ((header[0] ?? 0) <= 1) return { offset, length };
    offset += length;
  }
}

/** The content of a frame, or at least its first `enough` bytes. */
async function readFrame(file: FileHandle, frame: DataFrame, enough?: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(frame.length);
  await file.read(bytes, 0, frame.length, frame.offset);
  const body = bytes.subarray(frameHeader);
  return bytes[0] === 0 ? decodeS2Block(body, enough) : body;
}

const truncated = (what: string): JetStreamManagerError =>
  new JetStreamManagerError('BACKUP_CORRUPT', `the snapshot is not complete: ${what}`);
