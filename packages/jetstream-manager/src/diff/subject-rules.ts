/** Whether a text is a valid subject, wildcards allowed: tokens without blanks, and `>` only at the end. */
export function isSubject(subject: string): boolean {
  const tokens = subject.split('.');
  return tokens.every((token, index) => {
    if (token === '' || /\s/.test(token)) return false;
    return token !== '>' || index === tokens.length - 1;
  });
}

/** Whether a subject exists that matches both. */
export function collide(a: string, b: string): boolean {
  const [x, y] = [a.split('.'), b.split('.')];
  for (let index = 0; index < Math.max(x.length, y.length); index += 1) {
    const [left, right] = [x[index], y[index]];
    if (left === undefined || right === undefined) return false;
    if (left === '>' || right === '>') return true;
    if (left !== right && left !== '*' && right !== '*') return false;
  }
  return true;
}

/** Whether `pattern` matches every subject that `subject` matches. */
export function isWithin(subject: string, pattern: string): boolean {
  const [x, y] = [subject.split('.'), pattern.split('.')];
  for (const [index, token] of y.entries()) {
    if (token === '>') return x.length > index;
    const mine = x[index];
    if (mine === undefined || mine === '>') return false;
    if (token !== '*' && token !== mine) return false;
  }
  return x.length === y.length;
}

/** The first two subjects for which `clash` is true. */
export function findPair(
  subjects: readonly string[],
  clash: (a: string, b: string) => boolean,
): readonly [string, string] | undefined {
  for (const [index, a] of subjects.entries()) {
    const b = subjects.find((other, place) => place !== index && clash(a, other));
    if (b !== undefined) return [a, b];
  }
  return undefined;
}
