import { limits } from '@symphony-ts/contract';
import { line, text } from '@symphony-ts/contract/internal';
import * as z from 'zod';
import { onlyFields } from '../kit/only-fields.js';

const Id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'lower case letters, digits, _ and -');
/** `*` stands for any number of characters. A pattern of only `*` also matches reports without an account. */
const Pattern = z.string().min(1).max(128).default('*');

const unitFields = {
  id: Id,
  name: line(limits.name).min(1),
  description: text(limits.description).default(''),
  contact: line(limits.name).default(''),
  quota: z.number().nonnegative().optional(),
};
/** A part of the organisation that use is charged to. The quota is advice and never enforced. */
export const BusinessUnit = z.object(unitFields);
export type BusinessUnit = z.infer<typeof BusinessUnit>;
/** A business unit as administrators write it. */
export const BusinessUnitBody = onlyFields(unitFields);

const ruleFields = {
  id: Id,
  extension: Pattern,
  account: Pattern,
  unit: Id,
  /** Decides between rules that are equally specific; the higher wins. */
  priority: z.number().int().default(0),
  description: text(limits.description).default(''),
};
/** Assigns reports to a business unit as they are recorded. */
export const AttributionRule = z.object(ruleFields);
export type AttributionRule = z.infer<typeof AttributionRule>;
/** An attribution rule as administrators write it. */
export const AttributionRuleBody = onlyFields(ruleFields);

/** The source of a report. */
export interface ReportSource {
  readonly prefix: string;
  readonly account: string | undefined;
}

/**
 * How closely a rule describes its reports, from 0 to 8: three times the extension's part plus the account's, where a
 * plain name counts 2, a name with `*` in it 1, and `*` alone 0. So the extension outweighs the account.
 */
export const specificity = (rule: AttributionRule): number => 3 * weight(rule.extension) + weight(rule.account);

const weight = (pattern: string): number => (pattern === '*' ? 0 : pattern.includes('*') ? 1 : 2);

/** The rule that applies: the most specific, then the highest priority, then the first by id. */
export const findRule = (rules: readonly AttributionRule[], source: ReportSource): AttributionRule | undefined =>
  rules
    .filter((rule) => matches(rule.extension, source.prefix) && matches(rule.account, source.account))
    .sort(
      (left, right) =>
        specificity(right) - specificity(left) || right.priority - left.priority || (left.id < right.id ? -1 : 1),
    )
    .at(0);

/** Greedy, without backtracking, so that no pattern is slow. */
function matches(pattern: string, text: string | undefined): boolean {
  if (pattern === '*') return true;
  if (text === undefined) return false;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= text.length - last.length;
}
