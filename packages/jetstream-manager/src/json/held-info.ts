import { findBigint } from './find-bigint.js';
import { unsafeInteger } from './safe-json.js';

/**
 * What a server says of an asset, as it was last read. A number beyond 2^53 in it does not keep the asset from being
 * held: it is refused when the part that it stands in is read.
 */
export class HeldInfo<Info extends { readonly config: object }> {
  /** With a `bigint` for each number beyond 2^53, whatever the type says. */
  readonly raw: Info;
  readonly #name: string;

  constructor(raw: Info, name: string) {
    this.raw = raw;
    this.#name = name;
  }

  /** All of it; throws `UNSAFE_INTEGER` where a number does not fit. */
  get info(): Info {
    return this.#assertFits(this.raw);
  }

  /** The configuration; throws `UNSAFE_INTEGER` where a number of it does not fit. */
  get config(): Info['config'] {
    return this.#assertFits(this.raw.config);
  }

  #assertFits<T extends object>(part: T): T {
    const found = findBigint(part);
    if (found !== undefined) throw unsafeInteger(this.#name, found.field, String(found.value));
    return part;
  }
}
