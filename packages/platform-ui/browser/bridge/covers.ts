/** Whether a NATS subject pattern covers a subject, which may itself have wildcards. */
export function covers(pattern: string, subject: string): boolean {
  const want = pattern.split('.');
  const have = subject.split('.');
  for (const [index, token] of want.entries()) {
    if (token === '>') return have.length > index;
    const found = have[index];
    if (found === undefined || found === '' || found === '>') return false;
    if (token !== '*' && token !== found) return false;
  }
  return want.length === have.length;
}
