import type { Claim } from './claim.js';
import type { ClaimName } from './claim-folders.js';
import {
  type CredentialStore,
  instanceEntryName,
  type NamedCredential,
  type StoredCredential,
} from './credential-store.js';

/** An entry that only this process uses, until it releases it. */
export interface HeldEntry extends Claim {
  readonly name: string;
  /** Absent if the entry is only reserved. */
  readonly credential: StoredCredential | undefined;
  save(credential: StoredCredential): Promise<void>;
  /** Removes the stored credential and releases the name. */
  discard(): Promise<void>;
}

/** The limit of instances of one extension on one machine. More can only come from a mistake, such as a loop. */
const MOST_INSTANCES = 1_000;

/** The stored credentials of one extension's instances on this machine. Each is used by one process at a time. */
export class InstanceEntries {
  readonly #store: CredentialStore;
  readonly #claim: ClaimName;

  constructor(store: CredentialStore, claim: ClaimName) {
    this.#store = store;
    this.#claim = claim;
  }

  /** The first stored credential of `prefix` that no other process uses, by number. */
  async claimFree(prefix: string): Promise<HeldEntry | undefined> {
    const stored = (await this.#store.list()).filter((entry) => belongsTo(entry, prefix));
    for (const { name } of stored.sort((left, right) => numberOf(left.name, prefix) - numberOf(right.name, prefix))) {
      const held = await this.#claim(name);
      if (!held) continue;
      // Another process may have replaced or removed it between the list and the claim.
      const credential = await this.#store.read(name);
      if (credential) return this.#hold(name, credential, held);
      await held.release();
    }
    return undefined;
  }

  /** Reserves the first name that is neither stored nor in use. */
  async reserve(prefix: string): Promise<HeldEntry> {
    for (let number = 1; number <= MOST_INSTANCES; number += 1) {
      const name = instanceEntryName(prefix, number);
      const held = await this.#claim(name);
      if (!held) continue;
      if ((await this.#store.read(name)) === undefined) return this.#hold(name, undefined, held);
      await held.release();
    }
    throw new Error(`no free credential entry for '${prefix}' among ${MOST_INSTANCES}`);
  }

  #hold(name: string, credential: StoredCredential | undefined, held: Claim): HeldEntry {
    return {
      name,
      credential,
      save: (changed) => this.#store.write(name, changed),
      discard: async () => {
        await this.#store.remove(name);
        await held.release();
      },
      release: () => held.release(),
    };
  }
}

/**
 * Whether an entry belongs to an extension, by its contents. A bare token belongs to the extension in the name of its entry.
 */
const belongsTo = (entry: NamedCredential, prefix: string): boolean =>
  entry.prefix === undefined ? entry.name === instanceEntryName(prefix, 1) : entry.prefix === prefix;

const numberOf = (name: string, prefix: string): number => {
  const rest = name.slice(`ext-${prefix}`.length);
  return rest === '' ? 1 : Number(rest.slice(1));
};
