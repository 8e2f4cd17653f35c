/** Whether `value` carries the mark `brand`. No value makes it throw, not even a revoked proxy, which anybody may throw. */
export function hasBrand(value: unknown, brand: symbol): value is object {
  try {
    return typeof value === 'object' && value !== null && brand in value;
  } catch {
    return false;
  }
}
