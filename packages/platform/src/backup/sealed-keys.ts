import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { InvalidConfigurationError } from '@symphony-ts/contract';
import * as z from 'zod';
import { KeyFile } from '../operator/key-file.js';

/** Each guess of the passphrase costs a tenth of a second and 64 MiB of memory. */
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const IV_BYTES = 12;
const CIPHER = 'aes-256-gcm';

const SealedKeys = z.object({
  version: z.literal(1),
  kdf: z.literal('scrypt'),
  cipher: z.literal(CIPHER),
  salt: z.base64(),
  iv: z.base64(),
  tag: z.base64(),
  data: z.base64(),
});

/** The operator's keys, encrypted with a key that is derived from the passphrase. */
export function sealKeys(keys: KeyFile, passphrase: string): string {
  const [salt, iv] = [randomBytes(SALT_BYTES), randomBytes(IV_BYTES)];
  const cipher = createCipheriv(CIPHER, scryptSync(passphrase, salt, KEY_BYTES, COST), iv);
  const data = Buffer.concat([cipher.update(JSON.stringify(keys), 'utf8'), cipher.final()]);
  const sealed: z.infer<typeof SealedKeys> = {
    version: 1,
    kdf: 'scrypt',
    cipher: CIPHER,
    salt: salt.toString('base64'),
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
  return `${JSON.stringify(sealed, null, 2)}\n`;
}

/** @throws `INVALID_CONFIGURATION` for another passphrase, and for a file that was changed */
export function unsealKeys(text: string, passphrase: string): KeyFile {
  try {
    const { salt, iv, tag, data } = SealedKeys.parse(JSON.parse(text));
    const key = scryptSync(passphrase, Buffer.from(salt, 'base64'), KEY_BYTES, COST);
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(iv, 'base64'));
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    const plain = Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]);
    return KeyFile.parse(JSON.parse(plain.toString('utf8')));
  } catch (error) {
    const reason = 'it does not open the keys in this backup, or their file was changed';
    throw new InvalidConfigurationError({ setting: 'the passphrase', reason }, { cause: error });
  }
}
