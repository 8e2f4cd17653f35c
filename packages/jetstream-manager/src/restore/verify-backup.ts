import { readArchive } from '../archive/read-archive.js';
import { holdsNatsArchive } from '../backup/archive-end.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { openRestoreSource, verifySource } from './restore-source.js';

/** The result of a successful verification. */
export interface VerifiedBackup {
  /** Name of the stream. */
  readonly stream: string;
  /** Folder that holds the backup. */
  readonly directory: string;
  /** Size of the backup in bytes. */
  readonly bytes: number;
  /** How the snapshot was verified: with the digests of a manifest, or only by its structure. */
  readonly verifiedBy: 'manifest' | 'structure';
  /**
   * Number of messages that were read one by one; `undefined` for the older format, of which only the digest is
   * checked.
   */
  readonly messages: number | undefined;
}

/**
 * Reads a whole backup without a server. It checks sizes and digests. In the format of nats-server 2.15 it also checks
 * every message.
 *
 * @throws `BACKUP_INCOMPLETE` or `BACKUP_CORRUPT` when the backup is not complete
 */
export async function verifyBackup(directory: string): Promise<VerifiedBackup> {
  try {
    const source = await openRestoreSource(directory);
    await verifySource(source);
    const messages = (await holdsNatsArchive(source.files.data)) ? await countMessages(source.files.data) : undefined;
    const { messages: wanted } = source.metadata.state;
    if (messages !== undefined && wanted !== undefined && BigInt(messages) < BigInt(wanted)) {
      throw new JetStreamManagerError('BACKUP_CORRUPT', `${directory} has ${messages} of ${wanted} messages`);
    }
    return {
      stream: source.metadata.config.name,
      directory,
      bytes: source.dataBytes,
      verifiedBy: source.expected === undefined ? 'structure' : 'manifest',
      messages,
    };
  } catch (error) {
    throw toManagerError(error, `verification of ${directory}`);
  }
}

async function countMessages(path: string): Promise<number> {
  let count = 0;
  let last = 0n;
  for await (const { sequence } of readArchive(path)) {
    if (sequence === 0n) continue;
    if (sequence <= last)
      throw new JetStreamManagerError('BACKUP_CORRUPT', `${path}: message ${sequence} is out of order`);
    last = sequence;
    count += 1;
  }
  return count;
}
