/**
 * The number of accounts between the platform and the extensions. One account that imports four subjects of each extension
 * would not fit into one message. With 32 gates, none of them comes near 1 MiB before there are more than 10,000 extensions.
 * Another number would move extensions to other gates.
 */
export const GATES = 32;

/** Name of a gate's account. */
export const gateName = (gate: number): string => `GATE_${gate}`;

export const gateNames: readonly string[] = Array.from({ length: GATES }, (_, gate) => gateName(gate));

const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * The gate of an extension, by the hash of `{{partition}}` in nats-server (FNV-1a of 32 bits), because servers compute it, too.
 */
export function gateOf(prefix: string): number {
  let hash = OFFSET_BASIS;
  for (const byte of new TextEncoder().encode(prefix)) hash = Math.imul(hash ^ byte, PRIME) >>> 0;
  return hash % GATES;
}
