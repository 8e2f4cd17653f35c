import { crc16, encodeBase32 } from './base32.js';

/** A NATS user key pair whose private half WebCrypto keeps: no script can read it, not even the shell's. */
export interface BrowserNkey {
  readonly publicKey: string;
  sign(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

const USER = 20 << 3;
const DATABASE = 'symphony';
const STORE = 'keys';

/**
 * The key pair of a session, the same in all tabs and after each reload. Rejects if the browser cannot keep one, with a
 * text for the reader.
 */
export async function openBrowserNkey(session: string): Promise<BrowserNkey> {
  if (!globalThis.isSecureContext) {
    throw new Error(
      `This page needs a secure connection: open it by https, or on the platform's machine by localhost.`,
    );
  }
  const pair = (await readKept(session)) ?? (await keep(session, await generate()));
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    publicKey: formatPublicKey(raw),
    sign: async (data) => new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, data)),
  };
}

/** The text form of a user's public key: kind, 32 bytes, checksum. */
export function formatPublicKey(raw: Uint8Array): string {
  const payload = new Uint8Array([USER, ...raw]);
  const crc = crc16(payload);
  return encodeBase32(new Uint8Array([...payload, crc & 255, crc >> 8]));
}

async function generate(): Promise<CryptoKeyPair> {
  try {
    return await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  } catch (error) {
    throw new Error('This browser is too old: it has no Ed25519 keys. Update it, and try again.', { cause: error });
  }
}

const readKept = (session: string): Promise<CryptoKeyPair | undefined> =>
  withStore('readonly', (keys) => keys.get(session) as IDBRequest<CryptoKeyPair | undefined>);

/** Two tabs that start at the same time both use the pair that was stored first. */
async function keep(session: string, pair: CryptoKeyPair): Promise<CryptoKeyPair> {
  await withStore('readwrite', (keys) => {
    const asked = keys.getKey(session);
    asked.onsuccess = () => {
      if (asked.result !== undefined) return;
      keys.clear(); // Removes key pairs of ended sessions.
      keys.put(pair, session);
    };
    return asked;
  });
  return (await readKept(session)) ?? pair;
}

/** IndexedDB can store a key that no script can read. */
function withStore<T>(mode: IDBTransactionMode, use: (keys: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error ?? new Error('the key store cannot be opened'));
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(STORE, mode);
      const request = use(transaction.objectStore(STORE));
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
      transaction.onerror = () => {
        database.close();
        reject(transaction.error ?? new Error('the key store cannot be read'));
      };
    };
  });
}
