import { randomUUID } from 'node:crypto';
import { InvalidConfigurationError, toError } from '@symphony-ts/contract';
import {
  type CredentialStore,
  formatCredential,
  isCredentialName,
  type NamedCredential,
  parseCredential,
  type StoredCredential,
} from './credential-store.js';

/** The name under which the keyring groups our entries. @inferred */
const SERVICE = 'cirata';

/** Without this, the library would fall back to the kernel's keyring, which is emptied at the next boot. */
const OPTIONS = { linux: { store: 'secret-service' } } as const;
type Keyring = typeof import('@napi-rs/keyring');
/**
 * Not a literal: a bundler would follow it, and fail at the compiled library. If the library is not installed, files are used.
 */
const KEYRING: string = '@napi-rs/keyring';

/** Credentials in Keychain (macOS), Credential Manager (Windows) or Secret Service (Linux). */
export class KeyringStore implements CredentialStore {
  readonly label = "the system's keyring";
  readonly #keyring: Keyring;

  private constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  /**
   * Opens the keyring if it truly works: an entry is written, read and removed, within `timeoutMs`. `undefined` if
   * it does not, with the reason for the log.
   */
  static async open(timeoutMs: number): Promise<{ readonly store?: KeyringStore; readonly reason?: string }> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`it did not answer within ${timeoutMs} ms`)), timeoutMs);
    });
    try {
      const store = new KeyringStore((await import(KEYRING)) as Keyring);
      await Promise.race([store.#probe(), late]);
      return { store };
    } catch (error) {
      return { reason: toError(error).message };
    } finally {
      clearTimeout(timer);
    }
  }

  async list(): Promise<readonly NamedCredential[]> {
    const found = await this.#keyring.findCredentialsAsync(SERVICE);
    return found
      .flatMap(({ account, password }) => {
        const credential = parseCredential(password);
        return credential && isCredentialName(account) ? [{ name: account, ...credential }] : [];
      })
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  async read(name: string): Promise<StoredCredential | undefined> {
    const text = await this.#entry(name).getPassword();
    return text === null ? undefined : parseCredential(text);
  }

  async write(name: string, credential: StoredCredential): Promise<void> {
    await this.#entry(name).setPassword(formatCredential(credential));
  }

  async remove(name: string): Promise<boolean> {
    return this.#entry(name).deleteCredential();
  }

  #entry(name: string) {
    if (isCredentialName(name)) return new this.#keyring.AsyncEntry(SERVICE, name, OPTIONS);
    throw new InvalidConfigurationError({ setting: 'credential name', reason: `'${name}' cannot name an entry` });
  }

  async #probe(): Promise<void> {
    const entry = new this.#keyring.AsyncEntry(`${SERVICE}-probe`, randomUUID(), OPTIONS);
    await entry.setPassword('probe');
    const read = await entry.getPassword();
    await entry.deleteCredential();
    if (read !== 'probe') throw new Error('it does not give back what was written');
  }
}
