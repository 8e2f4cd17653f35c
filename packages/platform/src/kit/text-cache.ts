/**
 * Keeps texts that take long to make, by the object they are made from. It keeps the latest ones, up to a number of characters.
 */
export class TextCache<K extends object> {
  readonly #most: number;
  readonly #texts = new Map<K, string>();
  #length = 0;

  /** `most` characters are kept, and at least the latest text. */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: K): string | undefined {
    const text = this.#texts.get(key);
    if (text === undefined) return undefined;
    // The latest text goes last.
    this.#texts.delete(key);
    this.#texts.set(key, text);
    return text;
  }

  set(key: K, text: string): void {
    this.#delete(key);
    this.#texts.set(key, text);
    this.#length += text.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#length <= this.#most || oldest === key) return;
      this.#delete(oldest);
    }
  }

  #delete(key: K): void {
    this.#length -= this.#texts.get(key)?.length ?? 0;
    this.#texts.delete(key);
  }
}
