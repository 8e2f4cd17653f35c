import * as z from '@symphony-ts/contract/internal';

/** A stored token, with the prefix of its extension and its dates. */
export const StoredCredential = z.onFirstUse(() =>
  z.object({
    token: z.string().min(1),
    /** Prefix of the extension. Absent if the stored text is only a token. */
    prefix: z.string().optional(),
    created: z.iso.datetime().optional(),
    /** Set until the first use of the key. If nobody uses the key before this time, it expires. */
    activateBefore: z.iso.datetime().optional(),
  }),
);
export type StoredCredential = z.infer<typeof StoredCredential>;

/** A stored credential with its name. */
export interface NamedCredential extends StoredCredential {
  /** Name under which the credential is stored. */
  readonly name: string;
}

/** Stores the secrets of one user on one machine. */
export interface CredentialStore {
  /** Name of the store in messages. */
  readonly label: string;
  /** Lists all entries with their names. */
  list(): Promise<readonly NamedCredential[]>;
  /** Reads the credential with this name. Resolves to `undefined` if there is none. */
  read(name: string): Promise<StoredCredential | undefined>;
  /** Stores a credential under this name, and overwrites an existing one. */
  write(name: string, credential: StoredCredential): Promise<void>;
  /** Rejects if nothing can be written. Called before a new key is made that must be stored. Omit it if writing always works. */
  prepare?(): Promise<void>;
  /** Removes the credential with this name. Resolves to `true` if there was one. */
  remove(name: string): Promise<boolean>;
}

export const formatCredential = (credential: StoredCredential): string => JSON.stringify(credential);

/** Reads the text of a store. Text that is not JSON counts as a bare token, which people and other tools may store. */
export function parseCredential(text: string): StoredCredential | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (!trimmed.startsWith('{')) return { token: trimmed };
  try {
    const parsed = StoredCredential.safeParse(JSON.parse(trimmed));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // a damaged or foreign entry is not a credential
  }
}

const NAME = /^[a-z0-9][a-z0-9_-]{0,99}$/;
/** Whether a text can name an entry, both in a keyring and as a file. */
export const isCredentialName = (name: string): boolean => NAME.test(name);

/** Entry names of an extension's instances on this machine: `ext-catalog`, `ext-catalog-2`, … */
export const instanceEntryName = (prefix: string, number: number): string =>
  number === 1 ? `ext-${prefix}` : `ext-${prefix}-${number}`;
