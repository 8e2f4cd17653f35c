/**
 * Divides `budget` among wishes. The smallest wishes are met in full, and the rest is divided evenly among the others. The
 * result is in the order of the wishes.
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
