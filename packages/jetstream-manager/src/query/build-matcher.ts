import type { Comparison, Condition, Operator } from './condition.js';
import { parseDuration } from './duration.js';
import { invalid } from './parse-query.js';

/** A field of a query: how it is read from the asset, and how it is compared. */
export type QueryField<T> =
  | { readonly kind: 'number'; readonly read: (thing: T) => number | undefined }
  /** Milliseconds; written as `1h`, `30d`. */
  | { readonly kind: 'duration'; readonly read: (thing: T) => number | undefined }
  | { readonly kind: 'text'; readonly read: (thing: T) => string | readonly string[] | undefined }
  | { readonly kind: 'subject'; readonly read: (thing: T) => readonly string[] }
  /** Servers omit a boolean that is false. */
  | { readonly kind: 'claim'; readonly read: (thing: T) => boolean | undefined };

/** All fields of one kind of asset, by name. */
export type QueryFields<T> = Readonly<Record<string, QueryField<T>>>;

/** Whether an asset matches the query. */
export type Matcher<T> = (thing: T) => boolean;

/** Builds a matcher from a condition. Throws `INVALID_QUERY` for unknown fields and invalid values. */
export function buildMatcher<T>(condition: Condition, fields: QueryFields<T>, query: string): Matcher<T> {
  switch (condition.kind) {
    case 'all': {
      const matchers = condition.conditions.map((each) => buildMatcher(each, fields, query));
      return (thing) => matchers.every((matches) => matches(thing));
    }
    case 'any': {
      const matchers = condition.conditions.map((each) => buildMatcher(each, fields, query));
      return (thing) => matchers.some((matches) => matches(thing));
    }
    case 'not': {
      const matches = buildMatcher(condition.condition, fields, query);
      return (thing) => !matches(thing);
    }
    case 'claim': {
      const field = fields[condition.field];
      if (field?.kind !== 'claim') throw unknown(condition, fields, query);
      return (thing) => field.read(thing) ?? false;
    }
    case 'comparison':
    default:
      return buildComparison(condition, fields, query);
  }
}

function buildComparison<T>(comparison: Comparison, fields: QueryFields<T>, query: string): Matcher<T> {
  const field = fields[comparison.field];
  if (field === undefined) throw unknown(comparison, fields, query);
  const { operator, value, position } = comparison;
  switch (field.kind) {
    case 'number':
    case 'duration': {
      const wanted = field.kind === 'number' ? parseNumber(value) : parseDuration(value);
      if (wanted === undefined) throw invalid(query, position, `${JSON.stringify(value)} is not a ${field.kind}`);
      const compare = ordered[operator];
      if (compare === undefined) throw invalid(query, position, `${operator} does not fit a ${field.kind}`);
      return (thing) => isThere(field.read(thing), (mine) => compare(mine, wanted));
    }
    case 'text': {
      const compare = buildTextComparison(operator, value, query, position);
      return (thing) => [field.read(thing) ?? []].flat().some(compare) !== operator.startsWith('!');
    }
    case 'subject': {
      if (operator !== '=' && operator !== '~' && operator !== '!=' && operator !== '!~') {
        throw invalid(query, position, `${operator} does not fit a subject`);
      }
      return (thing) =>
        field.read(thing).some((subject) => isSubjectWithin(subject, value)) !== operator.startsWith('!');
    }
    case 'claim':
    default: {
      if (operator !== '=' && operator !== '!=') throw invalid(query, position, `${operator} does not fit yes and no`);
      const wanted = (value === 'true') === (operator === '=');
      if (value !== 'true' && value !== 'false') throw invalid(query, position, `${value} is neither true nor false`);
      return (thing) => (field.read(thing) ?? false) === wanted;
    }
  }
}

const ordered: Readonly<Partial<Record<Operator, (a: number, b: number) => boolean>>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function buildTextComparison(operator: Operator, value: string, query: string, position: number) {
  if (operator === '=' || operator === '!=') return (mine: string) => mine === value;
  if (operator !== '~' && operator !== '!~') throw invalid(query, position, `${operator} does not fit text`);
  try {
    const expression = new RegExp(value);
    return (mine: string) => expression.test(mine);
  } catch {
    throw invalid(query, position, `${JSON.stringify(value)} is not a regular expression`);
  }
}

const parseNumber = (value: string): number | undefined =>
  /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;

/** An absent value is neither smaller nor greater than any other. */
const isThere = (value: number | undefined, compare: (value: number) => boolean): boolean =>
  value !== undefined && compare(value);

function unknown<T>({ field, position }: { field: string; position: number }, fields: QueryFields<T>, query: string) {
  const known = Object.entries(fields)
    .map(([name, { kind }]) => (kind === 'claim' ? name : `${name} (${kind})`))
    .sort();
  const what = fields[field] === undefined ? `there is no field ${field}` : `${field} needs a comparison`;
  return invalid(query, position, `${what}; there are ${known.join(', ')}`);
}

/** Whether `pattern` matches every subject that `subject` matches. Both may contain `*` and `>`. */
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
