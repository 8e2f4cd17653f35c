/** A function that asks `read` again only after `forMs`, or when the last answer was an error. */
export function cached<T>(
  forMs: number,
  read: () => Promise<T>,
  now: () => number = () => performance.now(),
): () => Promise<T> {
  let last: { readonly value: Promise<T>; readonly until: number } | undefined;
  return () => {
    if (last && last.until > now()) return last.value;
    const value = read();
    const entry = { value, until: now() + forMs };
    last = entry;
    value.catch(() => {
      if (last === entry) last = undefined;
    });
    return value;
  };
}
