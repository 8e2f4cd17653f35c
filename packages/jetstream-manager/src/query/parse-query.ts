import { JetStreamManagerError } from '../errors/manager-error.js';
import type { Condition, Operator } from './condition.js';

interface Token {
  readonly kind: 'word' | 'operator' | 'open' | 'close' | 'not';
  readonly text: string;
  readonly position: number;
}

const pattern =
  /\s*(?:(?<open>\()|(?<close>\))|(?<operator>!=|!~|<=|>=|[=<>~])|(?<not>!)|(?<quoted>"(?:[^"\\]|\\.)*")|(?<word>[^\s()=<>~!"]+))/gy;

/**
 * Parses a query: `replicas >= 3 and (idle > 1h or empty) and not subject ~
 * "orders.>"`. `and` (which may be omitted) and `or` join comparisons. `not` or `!` inverts them. Throws `INVALID_QUERY`
 * with the position.
 */
export function parseQuery(text: string): Condition {
  const parser = new QueryParser(readTokens(text), text);
  return parser.parse();
}

class QueryParser {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  #next = 0;

  constructor(tokens: readonly Token[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  parse(): Condition {
    if (this.#tokens.length === 0) return { kind: 'all', conditions: [] };
    const condition = this.#any();
    const rest = this.#peek();
    if (rest !== undefined) throw invalid(this.#text, rest.position, `${rest.text} is not expected here`);
    return condition;
  }

  #any(): Condition {
    const conditions = [this.#all()];
    while (this.#takeWord('or')) conditions.push(this.#all());
    return join('any', conditions);
  }

  #all(): Condition {
    const conditions = [this.#not()];
    for (;;) {
      const token = this.#peek();
      if (token === undefined || token.kind === 'close' || isWord(token, 'or')) return join('all', conditions);
      this.#takeWord('and');
      conditions.push(this.#not());
    }
  }

  #not(): Condition {
    if (this.#peek()?.kind === 'not' || isWord(this.#peek(), 'not')) {
      this.#next += 1;
      return { kind: 'not', condition: this.#not() };
    }
    return this.#single();
  }

  #single(): Condition {
    const token = this.#take();
    if (token?.kind === 'open') {
      const condition = this.#any();
      const close = this.#take();
      if (close?.kind !== 'close') throw invalid(this.#text, close?.position, 'a parenthesis is not closed');
      return condition;
    }
    if (token?.kind !== 'word') throw invalid(this.#text, token?.position, 'a field is expected');
    const { text: field, position } = token;
    if (this.#peek()?.kind !== 'operator') return { kind: 'claim', field, position };
    const operator = this.#take()?.text as Operator;
    const value = this.#take();
    if (value?.kind !== 'word') throw invalid(this.#text, value?.position, `a value for ${field} is expected`);
    return { kind: 'comparison', field, operator, value: value.text, position };
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #take(): Token | undefined {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    if (!isWord(this.#peek(), word)) return false;
    this.#next += 1;
    return true;
  }
}

function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const groups = match.groups ?? {};
    const [kind, word] = Object.entries(groups).find(([, value]) => value !== undefined) ?? ['word', ''];
    end = match.index + match[0].length;
    const position = end - (word ?? '').length;
    const isQuoted = kind === 'quoted';
    // A value such as `orders.>` may be written without quotes. The wildcard then belongs to the word before it.
    const previous = tokens.at(-1);
    if (kind === 'operator' && word === '>' && previous?.kind === 'word' && previous.text.endsWith('.')) {
      tokens[tokens.length - 1] = { ...previous, text: `${previous.text}>` };
      continue;
    }
    tokens.push({
      kind: isQuoted ? 'word' : (kind as Token['kind']),
      text: isQuoted ? (word ?? '').slice(1, -1).replaceAll(/\\(.)/g, '$1') : (word ?? ''),
      position,
    });
  }
  if (text.slice(end).trim() !== '') throw invalid(text, end, 'this cannot be read');
  return tokens;
}

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toLowerCase() === word;

const join = (kind: 'all' | 'any', conditions: readonly Condition[]): Condition =>
  conditions.length === 1 && conditions[0] !== undefined ? conditions[0] : { kind, conditions };

/** An `INVALID_QUERY` error that names the position, counted from 1. */
export function invalid(query: string, position: number | undefined, what: string): JetStreamManagerError {
  const at = (position ?? query.length) + 1;
  return new JetStreamManagerError('INVALID_QUERY', `at ${at} in ${JSON.stringify(query)}: ${what}`, {
    details: { query, position: at },
  });
}
