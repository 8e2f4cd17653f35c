/** Whether `value` is an object with the property `brand`. Returns false for a revoked proxy, which throws when it is asked. */
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
