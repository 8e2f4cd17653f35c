const FIRST_CAPACITY = 256;

/**
 * Remembers which keys were asked about, and how many of them were owned. The number of keys is limited; beyond it, the oldest
 * key is forgotten. Adding and counting take the same time for any number of keys, and create no object.
 *
 * A key is identified by its 32-bit weight. Two of 100,000 keys may have the same weight, and then count as one. That is
 * acceptable for a figure for people, and comparing texts would double the cost of a question.
 */
export class AskedKeys {
  readonly #limit: number;
  /** A ring of keys and their weights, the oldest at `#oldest`. */
  #keys: string[] = [];
  #weights = new Int32Array(FIRST_CAPACITY);
  #oldest = 0;
  #size = 0;
  #owned = 0;
  /**
   * A hash table with open addressing and two numbers for each slot, at most half full. The first number is the weight. The
   * second is 0 for a free slot, otherwise twice the place in the ring plus one, plus one if the key is owned.
   */
  #slots = new Int32Array(4 * FIRST_CAPACITY);

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many of the remembered keys were owned when they were last asked about. */
  get owned(): number {
    return this.#owned;
  }

  get size(): number {
    return this.#size;
  }

  add(key: string, weight: number, isOwned: boolean): void {
    const slot = this.#slotOf(weight | 0);
    if (this.#slots[slot + 1] === 0) this.#insert(key, weight | 0, isOwned);
    else this.#setOwned(slot, isOwned);
  }

  /** Judges all remembered keys anew. */
  recount(owns: (key: string) => boolean): void {
    for (let index = 0; index < this.#size; index += 1) {
      const place = this.#placeOf(index);
      this.#setOwned(this.#slotOf(this.#weights[place] ?? 0), owns(this.#keys[place] ?? ''));
    }
  }

  clear(): void {
    this.#keys = [];
    this.#weights = new Int32Array(FIRST_CAPACITY);
    this.#slots = new Int32Array(4 * FIRST_CAPACITY);
    this.#oldest = 0;
    this.#size = 0;
    this.#owned = 0;
  }

  /** The place of the key that was the `index`th to come. */
  #placeOf(index: number): number {
    const place = this.#oldest + index;
    return place < this.#weights.length ? place : place - this.#weights.length;
  }

  #setOwned(slot: number, isOwned: boolean): void {
    const entry = this.#slots[slot + 1] ?? 0;
    this.#owned += Number(isOwned) - (entry & 1);
    this.#slots[slot + 1] = (entry & ~1) | Number(isOwned);
  }

  #insert(key: string, weight: number, isOwned: boolean): void {
    if (this.#size === this.#limit) this.#forgetOldest();
    else if (this.#size === this.#weights.length) this.#grow();
    const place = this.#placeOf(this.#size);
    this.#keys[place] = key;
    this.#weights[place] = weight;
    this.#size += 1;
    this.#owned += Number(isOwned);
    this.#put(weight, 2 * (place + 1) + Number(isOwned));
  }

  #put(weight: number, entry: number): void {
    const slot = this.#slotOf(weight);
    this.#slots[slot] = weight;
    this.#slots[slot + 1] = entry;
  }

  /** The slot that has `weight`, or the free slot for it. */
  #slotOf(weight: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (2 * weight) & mask;
    while (slots[slot + 1] !== 0 && slots[slot] !== weight) slot = (slot + 2) & mask;
    return slot;
  }

  #forgetOldest(): void {
    const slot = this.#slotOf(this.#weights[this.#oldest] ?? 0);
    this.#setOwned(slot, false);
    this.#free(slot);
    this.#oldest = this.#placeOf(1);
    this.#size -= 1;
  }

  /** Moves later entries of the same run back, so that no search ends at the gap before it finds them. */
  #free(freed: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let gap = freed;
    for (let slot = (gap + 2) & mask; slots[slot + 1] !== 0; slot = (slot + 2) & mask) {
      const home = (2 * (slots[slot] ?? 0)) & mask;
      if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
      slots[gap] = slots[slot] ?? 0;
      slots[gap + 1] = slots[slot + 1] ?? 0;
      gap = slot;
    }
    slots[gap + 1] = 0;
  }

  #grow(): void {
    const before = this.#slots;
    const capacity = Math.min(2 * this.#weights.length, Math.max(this.#limit, FIRST_CAPACITY));
    const weights = new Int32Array(capacity);
    // Nothing was forgotten while there was room, so the ring still begins at 0 and places stay as they are.
    weights.set(this.#weights);
    this.#weights = weights;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(4 * capacity)));
    for (let slot = 0; slot < before.length; slot += 2) {
      const entry = before[slot + 1] ?? 0;
      if (entry !== 0) this.#put(before[slot] ?? 0, entry);
    }
  }
}
