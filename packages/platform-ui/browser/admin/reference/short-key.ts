import { httpPath, httpPaths } from '@symphony-ts/contract';
import type { CreatedKey } from '@symphony-ts/platform';
import { api } from '../../data/api.js';

const LIFE_MS = 5 * 60_000;
/** A key is not begun with when it ends before an answer can come. */
const SPARE_MS = 15_000;

/** What a key may be used for. */
export interface ShortKeyRights {
  readonly pub: readonly string[];
}

/**
 * An API key for trying operations out: it may what its page asks for and no more, and ends after five minutes. It is made
 * when it is first needed, and made anew when it has ended.
 */
export class ShortKey {
  readonly #rights: ShortKeyRights;
  #made: { readonly key: CreatedKey; readonly ends: number } | undefined;

  constructor(rights: ShortKeyRights) {
    this.#rights = rights;
  }

  /** The token. Rejects with `ApiError` where the person may not make keys. */
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

  /** Revokes it, since nobody needs it any more. Never rejects: it ends by itself in any case. */
  async end(): Promise<void> {
    const made = this.#made;
    this.#made = undefined;
    if (made) await api(httpPath(httpPaths.key, { id: made.key.id }), { method: 'DELETE' }).catch(() => undefined);
  }
}
