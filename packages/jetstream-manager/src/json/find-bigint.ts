/** An integer beyond 2^53, and the field that contains it. */
export interface FoundBigint {
  readonly field: string;
  readonly value: bigint;
}

/** The first `bigint` in a value. `field` is the path of the value itself. */
export function findBigint(value: unknown, field = ''): FoundBigint | undefined {
  if (typeof value === 'bigint') return { field, value };
  if (typeof value !== 'object' || value === null) return undefined;
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries(value)) {
    const found = findBigint(member, isList ? field : key);
    if (found) return found;
  }
  return undefined;
}
