/** Whether `value` carries the mark `brand`. No value makes it throw, not even a revoked proxy, which anybody may throw. */
export function hasBrand(value: unknown, brand: symbol): value is object {
  try {
    return typeof value === 'object' && value !== null && brand in value;
  } catch {
    return false;
  }
}

/**
 * The static member that identifies a class that the runtime injects. If a package is installed twice, there are two such
 * classes. Both stand for the same value.
 */
export const runtimeType: unique symbol = Symbol.for('symphony-ts.runtime-type');
