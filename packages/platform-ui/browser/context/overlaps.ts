/** Whether a subject exists that matches both patterns. */
export function overlaps(left: string, right: string): boolean {
  const mine = left.split('.');
  const theirs = right.split('.');
  for (const [index, token] of mine.entries()) {
    const other = theirs[index];
    if (other === undefined) return false;
    if (token === '>' || other === '>') return true;
    if (token !== '*' && other !== '*' && token !== other) return false;
  }
  return mine.length === theirs.length;
}
