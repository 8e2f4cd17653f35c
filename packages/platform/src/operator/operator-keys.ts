import { createHmac } from 'node:crypto';
import { InvalidConfigurationError } from '@symphony-ts/contract';
import { type KeyFile, openKeyFile, readKeyFile } from './key-file.js';
import { deriveNKey, type NKey } from './nkey.js';

/** Every key of a platform, derived from one small file. Replicas that share the file are one platform. */
export class OperatorKeys {
  readonly operator: NKey;
  /** When the file was made, in Unix seconds: claims signed with this date never displace newer ones. */
  readonly created: number;
  readonly #folder: string;
  readonly #root: Uint8Array;
  readonly #identities = new Map<string, NKey>();
  #signing: readonly SigningSecret[];
  #rotations = 0;

  constructor(folder: string, file: KeyFile) {
    this.#folder = folder;
    this.created = file.created;
    this.#root = Buffer.from(file.root, 'base64');
    this.operator = deriveNKey('operator', this.#root, 'operator');
    this.#signing = readSigning(file, []);
  }

  /** The identity of an account: `SYS`, `PLATFORM`, `HUB`, `PEOPLE` or a prefix. */
  account(name: string): NKey {
    return remembered(this.#identities, name, () => deriveNKey('account', this.#root, `identity ${name}`));
  }

  /** The keys whose user JWTs an account accepts; the first one signs. */
  signing(name: string): readonly [NKey, ...NKey[]] {
    const [first, ...rest] = this.#signing.map(({ secret, keys }) =>
      remembered(keys, name, () => deriveNKey('account', secret, `signing ${name}`)),
    );
    if (!first) throw new Error('a key file has at least one signing secret');
    return [first, ...rest];
  }

  /** 32 bytes for the purpose that `label` names. Every replica with the same file derives the same bytes. */
  secret(label: string): Uint8Array {
    return createHmac('sha256', this.#root).update(`symphony secret v1\0${label}`).digest();
  }

  /** Counts how often the signing keys were found rotated. */
  get rotations(): number {
    return this.#rotations;
  }

  /**
   * Reads the file again, where signing keys may have been rotated. Throws `InvalidConfigurationError` for a file that is gone,
   * cannot be read, or belongs to another platform. The keys then stay as they are.
   */
  async reload(): Promise<void> {
    const before = this.#signing;
    const file = await readKeyFile(this.#folder);
    if (!Buffer.from(file.root, 'base64').equals(this.#root)) {
      throw new InvalidConfigurationError({ setting: this.#folder, reason: 'its key file is of another platform' });
    }
    this.#signing = readSigning(file, before);
    const isSame =
      this.#signing.length === before.length && this.#signing.every((secret, index) => secret === before[index]);
    if (!isSame) this.#rotations += 1;
  }
}

interface SigningSecret {
  readonly text: string;
  readonly secret: Uint8Array;
  readonly keys: Map<string, NKey>;
}

/** The signing secrets of a file. The first one signs. A secret that was `known` before keeps its derived keys. */
const readSigning = (file: KeyFile, known: readonly SigningSecret[]): readonly SigningSecret[] =>
  [...file.signing, ...(file.next === undefined ? [] : [file.next])].map(
    (text) =>
      known.find((secret) => secret.text === text) ?? { text, secret: Buffer.from(text, 'base64'), keys: new Map() },
  );

function remembered(keys: Map<string, NKey>, name: string, derive: () => NKey): NKey {
  const known = keys.get(name) ?? derive();
  keys.set(name, known);
  return known;
}

/** The keys of the file in `folder`, which is made on first use. Throws `InvalidConfigurationError` as `openKeyFile` does. */
export const openOperatorKeys = async (folder: string, now: number): Promise<OperatorKeys> =>
  new OperatorKeys(folder, await openKeyFile(folder, now));
