interface Branch {
  readonly next: Map<string, Branch>;
  isEnd: boolean;
}

const branch = (): Branch => ({ next: new Map(), isEnd: false });

/**
 * Whether one of the patterns covers a subject, for many subjects: the patterns are put into a tree of tokens once, so that
 * a subject costs its length and not the number of patterns.
 */
export function createCover(patterns: readonly string[]): (subject: string) => boolean {
  const root = branch();
  for (const pattern of patterns) {
    let at = root;
    for (const token of pattern.split('.')) {
      const next = at.next.get(token) ?? branch();
      at.next.set(token, next);
      at = next;
    }
    at.isEnd = true;
  }
  return (subject) => isCovered(root, subject.split('.'), 0);
}

function isCovered(at: Branch, tokens: readonly string[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return at.isEnd;
  if (at.next.get('>')?.isEnd === true) return true;
  if (token === '>') return false;
  return [token, '*'].some((one) => {
    const next = at.next.get(one);
    return next !== undefined && isCovered(next, tokens, index + 1);
  });
}
