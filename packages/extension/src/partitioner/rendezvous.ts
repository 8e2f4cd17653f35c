const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** The mixer of MurmurHash3: similar states become very different. */
function mix(state: number): number {
  let value = state ^ (state >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Advances a state of FNV-1a over the UTF-16 units of `text`. */
function advance(state: number, text: string): number {
  let value = state;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), PRIME);
  return value;
}

/**
 * 32-bit FNV-1a over UTF-16 units, finished with the mixer of MurmurHash3 so that similar keys land far apart. It must
 * never change: two versions of the SDK that share a fleet must agree.
 */
export const hash = (text: string): number => mix(advance(BASIS, text));

/** How strongly `instance` claims `key`. */
const weigh = (key: string, instance: string): number => hash(`${instance}\u0000${key}`);

/**
 * The instance that owns `key`: the one with the greatest weight (rendezvous hashing). So an instance that joins or leaves
 * moves only its own share. With equal weights, the name that sorts first wins. `undefined` if there is no instance.
 */
export function ownerOf(key: string, instances: readonly string[]): string | undefined {
  let owner: string | undefined;
  let greatest = -1;
  for (const instance of instances) {
    const weight = weigh(key, instance);
    if (weight > greatest || (weight === greatest && owner !== undefined && instance < owner)) {
      owner = instance;
      greatest = weight;
    }
  }
  return owner;
}

/**
 * Tells which keys one instance owns, with the same results as `ownerOf`. It keeps the hash of each instance's name, so a
 * question only hashes the key. Most keys belong to another instance, which the first few weights show.
 */
export class Ownership {
  /** The states of the instances with lesser names, which win ties, then of the others. */
  readonly #rivals: Int32Array;
  readonly #lesser: number;
  readonly #own: number;

  /** `instances` are different from each other; the instance itself may be among them. */
  constructor(self: string, instances: readonly string[]) {
    const stateOf = (instance: string): number => advance(BASIS, `${instance}\u0000`);
    const lesser = instances.filter((instance) => instance < self);
    const greater = instances.filter((instance) => instance > self);
    this.#rivals = Int32Array.from([...lesser, ...greater], stateOf);
    this.#lesser = lesser.length;
    this.#own = stateOf(self);
  }

  /** How strongly the instance claims `key`: 32 bits that depend on both alone. */
  weigh(key: string): number {
    return mix(advance(this.#own, key));
  }

  /** Whether nobody claims `key` more strongly than by `weight`, which `weigh` gave. */
  owns(key: string, weight: number): boolean {
    const rivals = this.#rivals;
    let index = 0;
    // Four at a time: their multiplications do not wait for each other.
    for (; index + 4 <= rivals.length; index += 4) {
      let a = rivals[index] ?? 0;
      let b = rivals[index + 1] ?? 0;
      let c = rivals[index + 2] ?? 0;
      let d = rivals[index + 3] ?? 0;
      for (let at = 0; at < key.length; at += 1) {
        const unit = key.charCodeAt(at);
        a = Math.imul(a ^ unit, PRIME);
        b = Math.imul(b ^ unit, PRIME);
        c = Math.imul(c ^ unit, PRIME);
        d = Math.imul(d ^ unit, PRIME);
      }
      if (this.#loses(weight, a, index) || this.#loses(weight, b, index + 1)) return false;
      if (this.#loses(weight, c, index + 2) || this.#loses(weight, d, index + 3)) return false;
    }
    for (; index < rivals.length; index += 1) {
      if (this.#loses(weight, advance(rivals[index] ?? 0, key), index)) return false;
    }
    return true;
  }

  #loses(weight: number, state: number, index: number): boolean {
    const other = mix(state);
    return other > weight || (other === weight && index < this.#lesser);
  }
}
