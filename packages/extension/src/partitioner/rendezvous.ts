/**
 * 32-bit FNV-1a over UTF-16 units, finished with the mixer of MurmurHash3 so that near keys land far apart. Fixed for
 * ever: two versions of the SDK that share a fleet must agree.
 */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }
  value ^= value >>> 16;
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** How strongly `instance` claims `key`. */
export type Weigh = (key: string, instance: string) => number;

export const weigh: Weigh = (key, instance) => hash(`${instance}\u0000${key}`);

/**
 * The instance that owns `key`: the one with the greatest weight (rendezvous hashing), so that a joining or leaving
 * instance moves only its own share. Equal weights go to the lesser name. `undefined` where there is no instance.
 */
export function ownerOf(key: string, instances: readonly string[], by: Weigh = weigh): string | undefined {
  let owner: string | undefined;
  let greatest = -1;
  for (const instance of instances) {
    const weight = by(key, instance);
    if (weight > greatest || (weight === greatest && owner !== undefined && instance < owner)) {
      owner = instance;
      greatest = weight;
    }
  }
  return owner;
}
