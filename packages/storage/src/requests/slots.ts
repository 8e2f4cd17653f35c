/**
 * Keeps items that come and go all the time, each in a slot of its own. A `Map` or a `Set` makes a new table after many
 * removals, and each old table refers to the next one. Once one of them has become old, everything that was ever in the later
 * ones is kept until a major collection, and each minor collection has to copy it. Slots are used again, so nothing refers to
 * removed items.
 */
export class Slots<T> {
  readonly #slots: (T | undefined)[] = [];
  readonly #free: number[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Puts an item into a slot, and returns the number of the slot. */
  add(item: T): number {
    const place = this.#free.pop() ?? this.#slots.length;
    this.#slots[place] = item;
    this.#size += 1;
    return place;
  }

  /** The item; `undefined` for an empty slot. */
  get(place: number): T | undefined {
    return this.#slots[place];
  }

  /** Removes the item of a slot. Returns true if there was one. */
  delete(place: number): boolean {
    if (this.#slots[place] === undefined) return false;
    this.#slots[place] = undefined;
    this.#free.push(place);
    this.#size -= 1;
    return true;
  }

  /** All items, in no particular order. */
  list(): T[] {
    return this.#slots.filter((item) => item !== undefined);
  }
}
