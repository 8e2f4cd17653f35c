/** An integer beyond 2^53, and the field it stands in. */
export interface FoundBigint {
  readonly field: string;
  readonly value: bigint;
}

/** The first `bigint` in a value; `field` names where the value itself stands. */
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
