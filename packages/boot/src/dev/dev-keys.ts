import { readFile, writeFile } from 'node:fs/promises';
import { parseToken } from '@symphony-ts/contract';
import type { NewKey, Platform } from '@symphony-ts/platform';

/** The name under which the key of the person at the keyboard is kept; no prefix has a capital. */
const DEVELOPER = 'Developer';

/**
 * Keys for development: one for each extension and one for whoever calls them, the same over restarts, so that an
 * instance keeps its id. The platform grants what is declared. They are kept beside the data of the platform, in a file of 0600.
 */
export class DevKeys {
  readonly #platform: Pick<Platform, 'keys'>;
  readonly #file: string;
  readonly #tokens: Map<string, string>;

  private constructor(platform: Pick<Platform, 'keys'>, file: string, known: ReadonlyMap<string, string>) {
    this.#platform = platform;
    this.#file = file;
    this.#tokens = new Map(known);
  }

  /** `file` is where the tokens are kept. */
  static async open(platform: Pick<Platform, 'keys'>, file: string): Promise<DevKeys> {
    const kept = await readTokens(file);
    const live = new Set(platform.keys.list().flatMap(({ id, revoked }) => (revoked === undefined ? [id] : [])));
    return new DevKeys(platform, file, new Map(kept.filter(([, token]) => live.has(parseToken(token).keyId))));
  }

  /** The token of an extension. */
  extension(prefix: string, name: string): Promise<string> {
    return this.#token(prefix, { kind: 'extension', prefix, name, notes: 'development' });
  }

  /** The token of a client that may call everything. */
  developer(): Promise<string> {
    return this.#token(DEVELOPER, { kind: 'client', name: DEVELOPER, notes: 'development' });
  }

  async #token(name: string, request: NewKey): Promise<string> {
    const known = this.#tokens.get(name);
    if (known !== undefined) return known;
    const { token } = await this.#platform.keys.create(request);
    this.#tokens.set(name, token);
    await writeFile(this.#file, JSON.stringify(Object.fromEntries(this.#tokens)), { mode: 0o600 });
    return token;
  }
}

async function readTokens(file: string): Promise<[string, string][]> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Object.entries(Object(parsed) as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && isToken(entry[1]),
    );
  } catch {
    return []; // the first time, or torn: new keys are made
  }
}

function isToken(text: string): boolean {
  try {
    return parseToken(text).keyId !== '';
  } catch {
    return false;
  }
}
