import type { SchemaIssue } from './schema.js';

/** One cause: what is said about it, what the reader can do, and the status its caller sees over HTTP and micro. */
export interface ErrorEntry<P> {
  readonly text: (params: P) => string;
  readonly remedy: string;
  /** What the reader can do instead in some cases. */
  readonly remedyFor?: (params: P) => string | undefined;
  readonly status: number;
  /** The class of its errors, where that is not `SymphonyError`. */
  readonly name?: string;
}

/** What the reader can do, and what else in some cases. */
interface Remedies<P> {
  readonly usual: string;
  readonly remedyFor: (params: P) => string | undefined;
}

/** A line of the table of errors. */
export const entry = <P>(
  status: number,
  text: (params: P) => string,
  remedy: string | Remedies<P>,
  name?: string,
): ErrorEntry<P> => ({
  text,
  ...(typeof remedy === 'string' ? { remedy } : { remedy: remedy.usual, remedyFor: remedy.remedyFor }),
  status,
  ...(name === undefined ? {} : { name }),
});

/** A problem of a module: where it is and what to write instead. */
export interface Problem {
  /** Class, member and position, such as `Catalog.add` or `Catalog constructor parameter 2`. */
  readonly where: string;
  /** What is wrong, and where. */
  readonly text: string;
  /** How to mend it. */
  readonly fix: string;
}

/** A problem as one line of text: where, what, and what to write instead. */
export const formatProblem = (problem: Problem): string => `${problem.where}: ${problem.text}; ${problem.fix}`;

/** The issues of a schema as one line of text: `path: message`, separated by commas. */
export const formatIssues = (issues: readonly SchemaIssue[]): string =>
  issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join(', ');
