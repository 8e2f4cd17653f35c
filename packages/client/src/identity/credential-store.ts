import * as z from '@symphony-ts/contract/internal';

/** A token as it is kept, with what is needed to use it again. */
export const StoredCredential = z.onFirstUse(() =>
  z.object({
    token: z.string().min(1),
    /** The extension it belongs to; absent where somebody stored a bare token. */
    prefix: z.string().optional(),
    created: z.iso.datetime().optional(),
    /** Set until the key has been used once: after this time the platform has let it lapse. */
    activateBefore: z.iso.datetime().optional(),
  }),
);
export type StoredCredential = z.infer<typeof StoredCredential>;

/** A stored credential together with the name it is stored under. */
export interface NamedCredential extends StoredCredential {
  /** Name under which the credential is stored. */
  readonly name: string;
}

/** A place that keeps secrets for this user of this machine. */
export interface CredentialStore {
  /** What messages call it. */
  readonly label: string;
  /** All entries, by name. */
  list(): Promise<readonly NamedCredential[]>;
  /** The credential stored under this name; `undefined` if there is none. */
  read(name: string): Promise<StoredCredential | undefined>;
  /** Stores a credential and replaces the one under this name. */
  write(name: string, credential: StoredCredential): Promise<void>;
  /** Rejects if nothing can be written. Asked before a key is made that has to be stored; omit it where writing always works. */
  prepare?(): Promise<void>;
  /** True where there was something to remove. */
  remove(name: string): Promise<boolean>;
}

export const formatCredential = (credential: StoredCredential): string => JSON.stringify(credential);

/** Reads what a store holds. Text that is not JSON is taken for a bare token, which people and other tools may store. */
export function parseCredential(text: string): StoredCredential | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (!trimmed.startsWith('{')) return { token: trimmed };
  try {
    const parsed = StoredCredential.safeParse(JSON.parse(trimmed));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // a torn or foreign entry is no credential
  }
}

const NAME = /^[a-z0-9][a-z0-9_-]{0,99}$/;
/** True for text that may name an entry, in a keyring and as a file alike. */
export const isCredentialName = (name: string): boolean => NAME.test(name);

/** Entry names of an extension's instances on this machine: `ext-catalog`, `ext-catalog-2`, … */
export const instanceEntryName = (prefix: string, number: number): string =>
  number === 1 ? `ext-${prefix}` : `ext-${prefix}-${number}`;
