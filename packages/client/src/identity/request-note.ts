import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Logger } from '@symphony-ts/contract';
import * as z from '@symphony-ts/contract/internal';
import { temporaryFolder } from './claim-folders.js';
import { configFolder } from './config-folder.js';
import type { Environment } from './environment.js';
import { makePrivateFolder } from './make-private-folder.js';
import { writeFileWhole } from './write-file-whole.js';

const Note = z.onFirstUse(() =>
  z.object({
    prefix: z.string(),
    requestId: z.string(),
    /** The number of the next attempt. */
    attempt: z.int().nonnegative(),
  }),
);
type Note = z.infer<typeof Note>;

/** A request for a key. All attempts have the same id. */
export interface KeyRequest {
  readonly requestId: string;
  /** The number of the first attempt. */
  readonly attempt: number;
}

export interface RequestNoteOptions {
  readonly env: Environment;
  /** The entry for the key, which this process holds. */
  readonly entry: string;
  readonly prefix: string;
  readonly logger: Logger;
}

/**
 * Stores a request for a key beside the credentials, from before it is sent until the key is stored. So if the process dies in
 * between, the next start requests the same key. The id is not a secret, because it is useless without the token.
 */
export class RequestNote {
  readonly #folder: string;
  readonly #path: string;
  readonly #options: RequestNoteOptions;

  constructor(options: RequestNoteOptions) {
    this.#options = options;
    this.#folder = join(configFolder(options.env) ?? temporaryFolder(), 'requests');
    this.#path = join(this.#folder, `${options.entry}.json`);
  }

  /** The request of an earlier process whose key was not stored. Reserves the next `attempts` numbers for the caller. */
  async repeat(attempts: number): Promise<KeyRequest | undefined> {
    const note = await this.#read();
    return note && this.#remember(note, attempts);
  }

  /** A new request. */
  async begin(attempts: number): Promise<KeyRequest> {
    return this.#remember({ prefix: this.#options.prefix, requestId: randomUUID(), attempt: 0 }, attempts);
  }

  /** Called when nothing more will be requested with this id. */
  async forget(): Promise<void> {
    await rm(this.#path, { force: true }).catch((error: unknown) => this.#explain(error));
  }

  async #remember({ prefix, requestId, attempt }: Note, attempts: number): Promise<KeyRequest> {
    await this.#write({ prefix, requestId, attempt: attempt + attempts });
    return { requestId, attempt };
  }

  async #read(): Promise<Note | undefined> {
    try {
      const note = Note.parse(JSON.parse(await readFile(this.#path, 'utf8')));
      return note.prefix === this.#options.prefix ? note : undefined;
    } catch {
      return undefined; // missing, damaged or of another extension: the worst result is a new request
    }
  }

  async #write(note: Note): Promise<void> {
    try {
      await makePrivateFolder(this.#folder);
      await writeFileWhole(this.#path, JSON.stringify(note));
    } catch (error) {
      this.#explain(error);
    }
  }

  /** If it cannot be written, the start continues: a crash then only costs one use of the token for some minutes. */
  #explain(error: unknown): void {
    this.#options.logger.debug('the request for a key cannot be remembered', { err: error });
  }
}
