/** Whether every subject that matches `subject` also matches `pattern`; both may hold `*` and `>`. */
export function isSubjectWithin(subject: string, pattern: string): boolean {
  const have = subject.split('.');
  const want = pattern.split('.');
  for (const [index, token] of want.entries()) {
    const mine = have[index];
    if (mine === undefined) return false;
    if (token === '>') return true;
    if (mine === '>' || (token !== '*' && token !== mine)) return false;
  }
  return have.length === want.length;
}
