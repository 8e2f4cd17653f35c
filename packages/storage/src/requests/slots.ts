/**
 * What comes and goes all the time, each in a place of its own. A `Map` or a `Set` makes a new table after so many removals, and
 * each old table refers to the next one: once a single one of them has grown old, all that was ever in the later ones is kept
 * until a major collection, and each minor collection has to copy it. Places are used again, so nothing refers to what is gone.
 */
export class Slots<T> {
  readonly #slots: (T | undefined)[] = [];
  readonly #free: number[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Puts something in a place, and gives the place. */
  add(item: T): number {
    const place = this.#free.pop() ?? this.#slots.length;
    this.#slots[place] = item;
    this.#size += 1;
    return place;
  }

  /** `undefined` for a place where nothing is. */
  get(place: number): T | undefined {
    return this.#slots[place];
  }

  /** Takes away what is in a place; true if something was. */
  delete(place: number): boolean {
    if (this.#slots[place] === undefined) return false;
    this.#slots[place] = undefined;
    this.#free.push(place);
    this.#size -= 1;
    return true;
  }

  /** All there is, in no particular order. */
  list(): T[] {
    return this.#slots.filter((item) => item !== undefined);
  }
}
