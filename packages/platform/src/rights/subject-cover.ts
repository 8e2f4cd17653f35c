interface Branch {
  readonly next: Map<string, Branch>;
  isEnd: boolean;
}

const branch = (): Branch => ({ next: new Map(), isEnd: false });

/** Patterns of subjects in a tree of tokens, so that a look-up takes as long as the subject, not as the list of patterns. */
class Cover {
  readonly #root = branch();

  add(pattern: string): void {
    let at = this.#root;
    for (const token of pattern.split('.')) {
      const next = at.next.get(token) ?? branch();
      at.next.set(token, next);
      at = next;
    }
    at.isEnd = true;
  }

  covers(subject: string): boolean {
    return isCovered(this.#root, subject.split('.'), 0);
  }
}

/** Whether one of the patterns covers a subject, for many subjects. */
export function createCover(patterns: readonly string[]): (subject: string) => boolean {
  const cover = new Cover();
  for (const pattern of patterns) cover.add(pattern);
  return (subject) => cover.covers(subject);
}

/** The same subjects, sorted, without those that another one covers. */
export function fewestSubjects(subjects: readonly string[]): string[] {
  const cover = new Cover();
  const kept: string[] = [];
  // A subject that covers another one has fewer literal tokens. With the same number, it ends in `>`, and the shorter one
  // covers more.
  for (const { subject } of [...new Set(subjects)].map(breadthOf).sort(byBreadth)) {
    if (cover.covers(subject)) continue;
    cover.add(subject);
    kept.push(subject);
  }
  return kept.sort();
}

interface Breadth {
  readonly subject: string;
  readonly literals: number;
  readonly isOpen: boolean;
  readonly length: number;
}

function breadthOf(subject: string): Breadth {
  const tokens = subject.split('.');
  const literals = tokens.filter((token) => token !== '*' && token !== '>').length;
  return { subject, literals, isOpen: tokens.at(-1) === '>', length: tokens.length };
}

const byBreadth = (a: Breadth, b: Breadth): number =>
  a.literals - b.literals || Number(b.isOpen) - Number(a.isOpen) || a.length - b.length;

function isCovered(at: Branch, tokens: readonly string[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined) return at.isEnd;
  if (at.next.get('>')?.isEnd === true) return true;
  if (token === '>') return false;
  const [named, any] = [at.next.get(token), token === '*' ? undefined : at.next.get('*')];
  return (
    (named !== undefined && isCovered(named, tokens, index + 1)) ||
    (any !== undefined && isCovered(any, tokens, index + 1))
  );
}
