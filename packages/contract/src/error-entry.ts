import type { SchemaIssue } from './schema.js';
import { withoutUndefined } from './without-undefined.js';

/** One cause of errors: its message, its remedy, and the status that the caller gets over HTTP and NATS. */
export interface ErrorEntry<P> {
  readonly text: (params: P) => string;
  readonly remedy: string;
  /** Returns another remedy for some parameters. */
  readonly remedyFor?: (params: P) => string | undefined;
  readonly status: number;
  /** The class of the errors. Default: `SymphonyError`. */
  readonly name?: string;
}

/** What the reader can do, in general and in special cases. */
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
  ...withoutUndefined({ name }),
});

/** A problem of a module: its place, its cause and its remedy. */
export interface Problem {
  /** Class, member and position, such as `Catalog.add` or `Catalog constructor parameter 2`. */
  readonly where: string;
  /** What is wrong. */
  readonly text: string;
  /** How to correct it. */
  readonly fix: string;
}

/** Formats a problem as one line of text. */
export const formatProblem = (problem: Problem): string => `${problem.where}: ${problem.text}; ${problem.fix}`;

/** Formats the issues of a schema as one line of text: `path: message`, separated by commas. */
export const formatIssues = (issues: readonly SchemaIssue[]): string =>
  issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join(', ');
