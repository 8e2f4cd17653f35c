import { readFile, writeFile } from 'node:fs/promises';
import { parseToken } from '@symphony-ts/contract';
import type { CreatedKey, NewKey } from '@symphony-ts/platform';

/** The name of the developer's own key in the file. A prefix cannot have an upper-case letter. */
const DEVELOPER = 'Developer';

/** The maker of the keys: a platform in this process, or a platform that was joined. */
export interface KeyMaker {
  /** The ids of the keys that are still valid. */
  liveIds(): Promise<ReadonlySet<string>>;
  create(key: NewKey): Promise<Pick<CreatedKey, 'token'>>;
}

/**
 * Keys for development: one for each instance of an extension, and one for the developer who calls them. They stay the same
 * across restarts, so an instance keeps its id. The platform grants the declared capabilities.
 */
export class DevKeys {
  readonly #maker: KeyMaker;
  readonly #file: string | undefined;
  readonly #tokens: Map<string, string>;

  private constructor(maker: KeyMaker, file: string | undefined, known: ReadonlyMap<string, string>) {
    this.#maker = maker;
    this.#file = file;
    this.#tokens = new Map(known);
  }

  /** `file` is where the tokens are stored, with mode 0600. Without it, they last as long as this process. */
  static async open(maker: KeyMaker, file?: string): Promise<DevKeys> {
    const kept = file === undefined ? [] : await readTokens(file);
    const live = kept.length === 0 ? new Set<string>() : await maker.liveIds();
    return new DevKeys(maker, file, new Map(kept.filter(([, token]) => live.has(parseToken(token).keyId))));
  }

  /** The token of one instance of an extension, counted from 1. */
  extension(prefix: string, name: string, instance: number): Promise<string> {
    const kept = instance === 1 ? prefix : `${prefix}#${instance}`;
    return this.#token(kept, { kind: 'extension', prefix, name, notes: 'development' });
  }

  /** The token of a client that may call everything. */
  developer(): Promise<string> {
    return this.#token(DEVELOPER, { kind: 'client', name: DEVELOPER, notes: 'development' });
  }

  async #token(name: string, request: NewKey): Promise<string> {
    const known = this.#tokens.get(name);
    if (known !== undefined) return known;
    const { token } = await this.#maker.create(request);
    this.#tokens.set(name, token);
    const file = this.#file;
    if (file !== undefined) await writeFile(file, JSON.stringify(Object.fromEntries(this.#tokens)), { mode: 0o600 });
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
    return []; // The file does not exist yet or is damaged, so new keys are created.
  }
}

function isToken(text: string): boolean {
  try {
    return parseToken(text).keyId !== '';
  } catch {
    return false;
  }
}
