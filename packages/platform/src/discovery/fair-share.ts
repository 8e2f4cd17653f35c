/**
 * Divides `budget` among wishes: the smallest are met in full, and what is left is divided evenly among the others. In the
 * order of the wishes.
 */
export function fairShare(wishes: readonly number[], budget: number): number[] {
  const shares: number[] = wishes.map(() => 0);
  const smallestFirst = [...wishes.entries()].sort(([, a], [, b]) => a - b);
  let left = budget;
  for (const [place, [index, wish]] of smallestFirst.entries()) {
    const share = Math.min(wish, Math.floor(left / (smallestFirst.length - place)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}
