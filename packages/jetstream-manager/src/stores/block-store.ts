import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { JetStreamManagerError } from '../errors/manager-error.js';
import type { BackupStore } from './backup-store.js';
import { mostBlockBytes } from './cut-blocks.js';
import { type BackupKey, openChunks, sealChunks } from './sealed-chunks.js';

const compress = promisify(deflateRaw);
const decompress = promisify(inflateRaw);
/** The fastest level. Snapshots are already compressed, so a higher level gains nothing. */
const level = 1;

/**
 * The blocks of one stream in a store. Each is stored under the digest of its content, so the store holds the common
 * parts of two backups only once. With a key the blocks are encrypted, and their names reveal nothing about the content
 * without the key.
 */
export class BlockStore {
  readonly #store: BackupStore;
  readonly #prefix: string;
  readonly #key: BackupKey | undefined;
  readonly #nameKey: Uint8Array | undefined;

  constructor(store: BackupStore, stream: string, key: BackupKey | undefined) {
    this.#store = store;
    this.#key = key;
    this.#prefix = `${stream}/blocks${key === undefined ? '' : '-sealed'}/`;
    this.#nameKey = key && new Uint8Array(hkdfSync('sha256', key.secret, '', 'symphony-ts/jetstream-block-names', 32));
  }

  /** The ids of the existing blocks. */
  async list(): Promise<ReadonlySet<string>> {
    const names = await this.#store.list(this.#prefix);
    return new Set(names.map((name) => name.slice(name.lastIndexOf('/') + 1)));
  }

  /** The id of a block. */
  idOf(content: Uint8Array): string {
    const hash = this.#nameKey === undefined ? createHash('sha256') : createHmac('sha256', this.#nameKey);
    return hash.update(content).digest('hex');
  }

  /** Stores a block. Returns the number of stored bytes. */
  async put(id: string, content: Uint8Array): Promise<number> {
    const packed = await compress(content, { level });
    await this.#store.put(
      this.#nameOf(id),
      this.#key === undefined ? once(packed) : sealChunks(once(packed), this.#key),
    );
    return packed.length;
  }

  /**
   * The content of a block. Throws `BACKUP_INCOMPLETE` if it does not exist, and `BACKUP_CORRUPT` if it was changed.
   */
  async get(id: string): Promise<Uint8Array> {
    const stored = this.#store.get(this.#nameOf(id));
    const parts: Uint8Array[] = [];
    for await (const part of this.#key === undefined ? stored : openChunks(stored, this.#key)) parts.push(part);
    const content = await decompress(Buffer.concat(parts), { maxOutputLength: mostBlockBytes }).catch(
      (error: unknown) => {
        throw this.#changed(id, error);
      },
    );
    if (this.idOf(content) !== id) throw this.#changed(id);
    return content;
  }

  /** Removes a block. */
  remove(id: string): Promise<void> {
    return this.#store.remove(this.#nameOf(id));
  }

  /** Blocks are in several folders, because a folder with a million files is slow. */
  #nameOf(id: string): string {
    return `${this.#prefix}${id.slice(0, 2)}/${id}`;
  }

  #changed(id: string, cause?: unknown): JetStreamManagerError {
    return new JetStreamManagerError(
      'BACKUP_CORRUPT',
      `the block ${this.#nameOf(id)} has changed since it was stored, and every backup with it is damaged; if you remove the block, the next backup stores it again`,
      { cause },
    );
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
