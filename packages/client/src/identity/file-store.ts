import { constants, type Stats } from 'node:fs';
import { access, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, InvalidConfigurationError } from '@symphony-ts/contract';
import {
  type CredentialStore,
  formatCredential,
  isCredentialName,
  type NamedCredential,
  parseCredential,
  type StoredCredential,
} from './credential-store.js';
import { makePrivateFolder } from './make-private-folder.js';
import { cannotStore } from './no-store.js';
import { writeFileWhole } from './write-file-whole.js';

const SUFFIX = '.json';

/** Credentials in files: mode 0600 in a folder of mode 0700, written in one step. Files that others can read are refused. */
export class FileStore implements CredentialStore {
  readonly label: string;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.label = folder;
  }

  async list(): Promise<readonly NamedCredential[]> {
    const names = (await this.#files()).map((file) => file.slice(0, -SUFFIX.length)).filter(isCredentialName);
    const found = await Promise.all(names.sort().map(async (name) => ({ name, credential: await this.read(name) })));
    return found.flatMap(({ name, credential }) => (credential ? [{ name, ...credential }] : []));
  }

  async read(name: string): Promise<StoredCredential | undefined> {
    const path = this.#path(name);
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(ignoreMissing);
    if (!file) return undefined;
    try {
      assertPrivate(path, await file.stat(), 0o077, 'read');
      assertPrivate(this.#folder, await stat(this.#folder), 0o022, 'write to');
      return parseCredential(await file.readFile('utf8'));
    } finally {
      await file.close();
    }
  }

  async prepare(): Promise<void> {
    try {
      await makePrivateFolder(this.#folder);
      await access(this.#folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      throw cannotStore(`this process cannot write to ${this.#folder} (${String(errorCode(error))})`, error);
    }
  }

  async write(name: string, credential: StoredCredential): Promise<void> {
    const path = this.#path(name);
    await this.prepare();
    assertPrivate(this.#folder, await stat(this.#folder), 0o022, 'write to');
    await writeFileWhole(path, formatCredential(credential));
  }

  async remove(name: string): Promise<boolean> {
    try {
      await rm(this.#path(name));
      return true;
    } catch (error) {
      ignoreMissing(error);
      return false;
    }
  }

  #path(name: string): string {
    if (isCredentialName(name)) return join(this.#folder, `${name}${SUFFIX}`);
    throw new InvalidConfigurationError({ setting: 'credential name', reason: `'${name}' cannot name an entry` });
  }

  async #files(): Promise<readonly string[]> {
    const files = (await readdir(this.#folder).catch(ignoreMissing)) ?? [];
    return files.filter((file) => file.endsWith(SUFFIX));
  }
}

function ignoreMissing(error: unknown): undefined {
  if (errorCode(error) === 'ENOENT') return undefined;
  throw error;
}

/** Windows stores rights differently, and its home folders are private by default. */
const hasModes = process.platform !== 'win32';

function assertPrivate(path: string, { mode, uid }: Stats, forbidden: number, deed: 'read' | 'write to'): void {
  if (!hasModes) return;
  const refuse = (reason: string): never => {
    throw new InvalidConfigurationError({ setting: path, reason });
  };
  if ((mode & forbidden) !== 0) {
    const wanted = deed === 'read' ? '600' : '700';
    const shown = (mode & 0o777).toString(8).padStart(4, '0');
    refuse(
      `others can ${deed} it (mode ${shown}); run 'chmod ${wanted} ${path}', and replace the key if somebody may have`,
    );
  }
  if (uid !== process.getuid?.() && process.getuid?.() !== 0) refuse('it belongs to another user');
}
