/** The result of a drain. */
export interface Drained<T> {
  readonly items: readonly T[];
  /** Bytes of `items` as JSON, separators included. */
  readonly bytes: number;
}

/**
 * Keeps the latest records, up to a number. The oldest are dropped first, and are counted. Records are encoded when they are
 * taken out, so recording does not wait for that.
 */
export class BoundedBuffer<R, T> {
  readonly #limit: number;
  readonly #encode: (record: R) => T;
  #records: R[] = [];
  #dropped = 0;

  constructor(limit: number, encode: (record: R) => T) {
    this.#limit = limit;
    this.#encode = encode;
  }

  get size(): number {
    return this.#records.length;
  }

  /** Records lost so far: those pushed out, and those too large to be given out. */
  get dropped(): number {
    return this.#dropped + Math.max(0, this.#records.length - this.#limit);
  }

  /** Records that nobody has received: those lost so far, and those that still wait. */
  get missed(): number {
    return this.#dropped + this.#records.length;
  }

  push(record: R): void {
    this.#records.push(record);
    // Cut in one go once it is half as long again: a shift for each record would move all the others each time.
    if (this.#records.length >= this.#limit + Math.max(1, this.#limit >> 1)) this.#trim();
  }

  /** Takes out the oldest records whose JSON fits into `maxBytes`. One that never fits is dropped and counted. */
  drain(maxBytes: number): Drained<T> {
    this.#trim();
    const taken: T[] = [];
    let bytes = 0;
    let seen = 0;
    for (const record of this.#records) {
      const encoded = this.#encode(record);
      const size = Buffer.byteLength(JSON.stringify(encoded)) + 1;
      if (size > maxBytes) this.#dropped += 1;
      else if (bytes + size > maxBytes) break;
      else {
        taken.push(encoded);
        bytes += size;
      }
      seen += 1;
    }
    this.#records = this.#records.slice(seen);
    return { items: taken, bytes };
  }

  #trim(): void {
    const excess = this.#records.length - this.#limit;
    if (excess <= 0) return;
    this.#dropped += excess;
    this.#records = this.#records.slice(excess);
  }
}
