import { findBigint } from './find-bigint.js';
import { unsafeInteger } from './safe-json.js';

/**
 * The last information about an asset from the server. The asset can be used even if a number in it is beyond 2^53.
 * Only reading the part with that number fails.
 */
export class HeldInfo<Info extends { readonly config: object }> {
  /** Contains a `bigint` for each number beyond 2^53, although the type does not say so. */
  readonly raw: Info;
  readonly #name: string;

  constructor(raw: Info, name: string) {
    this.raw = raw;
    this.#name = name;
  }

  /** All information. Throws `UNSAFE_INTEGER` if a number does not fit. */
  get info(): Info {
    return this.#assertFits(this.raw);
  }

  /** The configuration. Throws `UNSAFE_INTEGER` if a number in it does not fit. */
  get config(): Info['config'] {
    return this.#assertFits(this.raw.config);
  }

  #assertFits<T extends object>(part: T): T {
    const found = findBigint(part);
    if (found !== undefined) throw unsafeInteger(this.#name, found.field, String(found.value));
    return part;
  }
}
