import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { JetStreamManagerError } from '../errors/manager-error.js';

/** Bytes of the secret behind a {@link BackupKey}. */
const keyBytes = 32;
const saltBytes = 32;
const chunkBytes = 64 * 1024;
const tagBytes = 16;
/** The first bytes of an encrypted backup. The digit is the version of the format. */
const magic = Buffer.from('JSMSEAL1');

/** How many bytes are needed to see whether a backup is encrypted. */
export const sealedStartBytes = magic.length;

/** The secret that encrypts backups. Everybody who has it can read them. Without it nobody can. */
export interface BackupKey {
  /** 32 random bytes. */
  readonly secret: Uint8Array;
}

/** Returns the text of a new random key. Store it in a file of its own. */
export const createBackupKey = (): string => `${randomBytes(keyBytes).toString('base64')}\n`;

/**
 * Parses the text of a key.
 *
 * @throws `INVALID_OPTIONS` when it is not 32 bytes in base64
 */
export function parseBackupKey(text: string): BackupKey {
  const secret = Buffer.from(text.trim(), 'base64');
  if (secret.length === keyBytes && secret.toString('base64') === text.trim()) return { secret };
  throw new JetStreamManagerError(
    'INVALID_OPTIONS',
    'the key is not 32 bytes in base64, as createBackupKey() makes them',
  );
}

/**
 * Encrypts a series of bytes with AES-256-GCM, in chunks of 64 KiB. Each chunk is bound to its position, and the last
 * one is marked. So {@link openChunks} detects changed, missing, swapped and added chunks.
 */
export async function* sealChunks(source: AsyncIterable<Uint8Array>, key: BackupKey): AsyncGenerator<Uint8Array> {
  const salt = randomBytes(saltBytes);
  const secret = deriveKey(key, salt);
  yield Buffer.concat([magic, salt]);
  let place = 0;
  for await (const { chunk, isLast } of inChunks(source, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', secret, nonce(place, isLast));
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
    place += 1;
  }
}

/**
 * Decrypts the output of {@link sealChunks}.
 *
 * @throws `BACKUP_CORRUPT` when the key is wrong or a byte was changed
 */
export async function* openChunks(source: AsyncIterable<Uint8Array>, key: BackupKey): AsyncGenerator<Uint8Array> {
  const headBytes = magic.length + saltBytes;
  let secret: Uint8Array | undefined;
  let place = 0;
  for await (const { chunk, isLast } of inChunks(source, chunkBytes + tagBytes, headBytes)) {
    if (secret === undefined) {
      if (chunk.length < headBytes || !chunk.subarray(0, magic.length).equals(magic))
        throw corrupt('it is not encrypted');
      secret = deriveKey(key, chunk.subarray(magic.length));
      if (isLast) throw corrupt('it ends too early');
      continue;
    }
    if (chunk.length < tagBytes) throw corrupt('it ends too early');
    const decipher = createDecipheriv('aes-256-gcm', secret, nonce(place, isLast));
    decipher.setAuthTag(chunk.subarray(-tagBytes));
    const text = decipher.update(chunk.subarray(0, -tagBytes));
    try {
      decipher.final();
    } catch (error) {
      throw corrupt('the key is wrong, or the backup was changed', error);
    }
    yield text;
    place += 1;
  }
  if (secret === undefined) throw corrupt('it is empty');
}

/** Whether a backup that begins with these bytes is encrypted. */
export const isSealed = (start: Uint8Array): boolean => Buffer.from(start.subarray(0, magic.length)).equals(magic);

/** Each backup is encrypted with a different derived key, so the positions in each can start at 0. */
const deriveKey = ({ secret }: BackupKey, salt: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, salt, 'symphony-ts/jetstream-backup', keyBytes));

function nonce(place: number, isLast: boolean): Uint8Array {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(place), 0);
  bytes[11] = isLast ? 1 : 0;
  return bytes;
}

const corrupt = (what: string, cause?: unknown): JetStreamManagerError =>
  new JetStreamManagerError('BACKUP_CORRUPT', `the encrypted backup cannot be decrypted: ${what}`, { cause });

interface Chunk {
  readonly chunk: Buffer;
  readonly isLast: boolean;
}

/**
 * The bytes in chunks of `bytes`, the first one of `firstBytes`. The last one may be shorter, but is always present.
 */
async function* inChunks(source: AsyncIterable<Uint8Array>, bytes: number, firstBytes = bytes): AsyncGenerator<Chunk> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let wanted = firstBytes;
  for await (const part of source) {
    parts.push(part);
    held += part.length;
    // More bytes than wanted must be present, because a chunk that ends at the end of the source is the last one.
    if (held <= wanted) continue;
    const all = Buffer.concat(parts);
    let at = 0;
    for (; all.length - at > wanted; wanted = bytes) {
      yield { chunk: all.subarray(at, at + wanted), isLast: false };
      at += wanted;
    }
    parts = [all.subarray(at)];
    held = all.length - at;
  }
  yield { chunk: Buffer.concat(parts), isLast: true };
}
