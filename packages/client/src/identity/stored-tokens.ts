import { isSymphonyError, type Logger } from '@symphony-ts/contract';
import { entryClaims } from './claim-folders.js';
import { detectContainer } from './container.js';
import type { CredentialStore } from './credential-store.js';
import type { Environment } from './environment.js';
import { FileStore } from './file-store.js';
import { type HeldEntry, InstanceEntries } from './instance-entries.js';
import { openCredentialStore } from './open-store.js';
import { CLIENT_ENTRY, type FoundToken } from './token-source.js';

export interface StoredTokensOptions {
  /** The store to use. Default: the best one on this machine. */
  readonly store: CredentialStore | undefined;
  readonly env: Environment;
  readonly logger: Logger;
}

/** The tokens that earlier runs have stored. The store is opened on first use, because trying a keyring takes time. */
export class StoredTokens {
  readonly #options: StoredTokensOptions;
  #opened: Promise<CredentialStore> | undefined;

  constructor(options: StoredTokensOptions) {
    this.#options = options;
  }

  /**
   * Finds the token of an extension that no other process uses, or the token of plain clients, which share one. A store that
   * does not work is logged and skipped. A store that other users can read is refused.
   */
  async find(prefix: string | undefined): Promise<FoundToken | undefined> {
    try {
      return prefix === undefined ? await this.#findClient() : await this.#findInstance(prefix);
    } catch (error) {
      if (isSymphonyError(error)) throw error;
      this.#options.logger.warn('the credential store cannot be read', { err: error });
      return undefined;
    }
  }

  /**
   * Makes a new entry for an instance of an extension. If no entry can be written, it rejects before it spends a use of a
   * registration token.
   */
  async reserve(prefix: string): Promise<HeldEntry> {
    const store = await this.#open();
    await store.prepare?.();
    const container = store instanceof FileStore ? detectContainer(this.#options.env) : undefined;
    if (container) {
      this.#options.logger.warn(
        'the token that is being stored is lost with this container; set SYMPHONY_TOKEN, or keep the folder on a volume',
        { container, folder: store.label },
      );
    }
    return (await this.#entries()).reserve(prefix);
  }

  async #findClient(): Promise<FoundToken | undefined> {
    const store = await this.#open();
    const credential = await store.read(CLIENT_ENTRY);
    return credential && { token: credential.token, source: sourceName(CLIENT_ENTRY, store) };
  }

  async #findInstance(prefix: string): Promise<FoundToken | undefined> {
    const entry = await (await this.#entries()).claimFree(prefix);
    if (!entry?.credential) return undefined;
    return { token: entry.credential.token, source: sourceName(entry.name, await this.#open()), entry };
  }

  async #entries(): Promise<InstanceEntries> {
    return new InstanceEntries(await this.#open(), entryClaims(this.#options.env));
  }

  #open(): Promise<CredentialStore> {
    const { store } = this.#options;
    this.#opened ??= store ? Promise.resolve(store) : openCredentialStore(this.#options);
    return this.#opened;
  }
}

const sourceName = (entry: string, store: CredentialStore): string => `entry '${entry}' of ${store.label}`;
