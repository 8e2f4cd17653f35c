import { httpPath, httpPaths } from '@symphony-ts/contract';
import type { CreatedKey } from '@symphony-ts/platform';
import { api } from '../../data/api.js';

const LIFE_MS = 5 * 60_000;
/** A key that ends sooner than this is replaced before a request, because it could end before the answer. */
const SPARE_MS = 15_000;

/** The rights of a key. */
export interface ShortKeyRights {
  readonly pub: readonly string[];
}

/**
 * An API key for trying operations. It has only the rights that its page requests, and ends after five minutes. It is
 * created at its first use, and again after its end.
 */
export class ShortKey {
  readonly #rights: ShortKeyRights;
  #made: { readonly key: CreatedKey; readonly ends: number } | undefined;

  constructor(rights: ShortKeyRights) {
    this.#rights = rights;
  }

  /** The token. Rejects with `ApiError` if the person may not create keys. */
  async token(): Promise<string> {
    if (this.#made && this.#made.ends - SPARE_MS > Date.now()) return this.#made.key.token;
    const ends = Date.now() + LIFE_MS;
    const body = {
      name: 'Try it out',
      kind: 'client',
      notes: 'Made by the API reference for five minutes',
      expires: new Date(ends).toISOString(),
      capabilities: { pub: { allow: this.#rights.pub }, sub: { allow: [] } },
    };
    this.#made = { key: await api<CreatedKey>(httpPaths.keys, { method: 'POST', body }), ends };
    return this.#made.key.token;
  }

  /** Revokes the key when it is no longer needed. Never rejects, because the key ends by itself in any case. */
  async end(): Promise<void> {
    const made = this.#made;
    this.#made = undefined;
    if (made) await api(httpPath(httpPaths.key, { id: made.key.id }), { method: 'DELETE' }).catch(() => undefined);
  }
}
