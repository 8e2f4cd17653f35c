import * as z from 'zod';
import { limits } from './limits.js';
import { isSubjectPattern } from './subject.js';

/** Half of a surrogate pair, which cannot be stored unchanged, and characters that reverse the order of letters. */
const MISLEADING = /[\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
/** True for a text without control characters. These would break a line, a log or a terminal. */
const isOneLine = (text: string): boolean => !/[\p{Cc}\u2028\u2029]/u.test(text) && !MISLEADING.test(text);
/** True for a text of several lines: it may contain line ends and tabs, but no other control characters. */
const isText = (text: string): boolean => !/[^\P{Cc}\n\r\t]/u.test(text) && !MISLEADING.test(text);

/** True for one line of at most `max` characters. */
export const isLine = (text: string, max: number): boolean => text.length <= max && isOneLine(text);

/** One line of at most `max` characters. */
export const line = (max: number): z.ZodString =>
  z.string().max(max).refine(isOneLine, 'one line, without control characters');

/** Lines of text of at most `max` characters altogether. */
export const text = (max: number): z.ZodString =>
  z.string().max(max).refine(isText, 'text, without control characters');

/** A list of at most `max` entries. The number is checked first, so the entries of a list that is too long are not read. */
export const list = <S extends z.ZodType>(entry: S, max: number) => z.array(z.unknown()).max(max).pipe(z.array(entry));

/** An object of at most `max` entries whose names the sender chooses. The number is checked first, too. */
export const entries = <K extends z.ZodString, V extends z.ZodType>(name: K, value: V, max: number) =>
  z
    .record(z.string(), z.unknown())
    .refine((given) => Object.keys(given).length <= max, `at most ${max} entries`)
    .pipe(z.record(name, value));

/** True for a subject that the platform accepts, with or without wildcards: short, and without unsafe characters. */
export const isAcceptedSubject = (subject: string): boolean =>
  subject.length <= limits.subject &&
  subject.split('.').length <= limits.subjectTokens &&
  isSubjectPattern(subject) &&
  // Format characters and lone surrogates look like nothing; `{{` begins a template in the JWT of a user.
  !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]|\{\{/u.test(subject);
