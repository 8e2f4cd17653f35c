import { EndpointError } from './endpoint-error.js';
import type { ErrorReply } from './error-reply.js';
import { headers } from './headers.js';
import { findNonJson } from './json-value.js';
import type { Logger } from './logger.js';
import type { SchemaIssue } from './schema.js';
import { SymphonyError } from './symphony-error.js';
import { toError } from './to-error.js';

/** A thrown value in the form in which the caller sees it, over NATS and over HTTP. */
export interface Refusal {
  /** Status code of the reply. */
  readonly status: number;
  /** Body of the reply. */
  readonly body: ErrorReply;
}

/** What `refusalOf` needs to turn a thrown value into a reply. */
export interface RefusalOptions {
  /** What failed: the handler or the request, as the caller may call it. */
  readonly what: string;
  /** Whose log has the details of what the caller is not told. */
  readonly logOf: string;
  /** Makes the id under which the log has them. */
  readonly newId: () => string;
  /** Writes them. */
  readonly log: (id: string, error: Error) => void;
  /** Whether the text of such an error is meant for the caller. Default: for every error of the project. */
  readonly isSpoken?: (error: SymphonyError) => boolean;
}

/** Anything else a caller would take for success, or not for a status at all. */
const isRefusalStatus = (code: number): boolean => Number.isInteger(code) && code >= 400 && code <= 599;

/**
 * Any thrown value as the answer to its caller; the only such conversion. An `EndpointError` speaks for itself, and so does
 * an error of the project that is meant for the caller. The rest is 500 with an id, under which the log has the details.
 */
export function refusalOf(thrown: unknown, options: RefusalOptions): Refusal {
  const { what, logOf, newId, log, isSpoken = always } = options;
  if (thrown instanceof EndpointError) {
    const code = isRefusalStatus(thrown.code) ? thrown.code : 500;
    return { status: code, body: { error: thrown.message, code, ...sentDetails(thrown.details, options) } };
  }
  if (thrown instanceof SymphonyError && isSpoken(thrown)) {
    const { status, code, text } = thrown;
    return { status, body: { error: text, code, ...withDetails(detailsOf(thrown)) } };
  }
  const id = newId();
  log(id, toError(thrown));
  const code = thrown instanceof SymphonyError ? thrown.code : 'INTERNAL';
  return { status: 500, body: { error: new SymphonyError('INTERNAL', { what, logOf }).text, code, id } };
}

const always = (): boolean => true;

const withDetails = (details: unknown): Pick<ErrorReply, 'details'> => (details === undefined ? {} : { details });

/** Details that JSON would change are omitted rather than the answer; the log says why, under the id that the caller is given. */
function sentDetails(details: unknown, { what, newId, log }: RefusalOptions): Pick<ErrorReply, 'details' | 'id'> {
  const issue = details === undefined ? undefined : misfitOf(details);
  if (!issue) return withDetails(details);
  const id = newId();
  const reason = `${['details', issue.path].filter(Boolean).join('.')} ${issue.message}`;
  log(id, new SymphonyError('UNSERIALIZABLE_RESPONSE', { member: what, reason }));
  return { id };
}

/** A getter or a `toJSON` that fails makes details that cannot be sent, and must not cost the answer. */
function misfitOf(details: unknown): SchemaIssue | undefined {
  try {
    return findNonJson(details);
  } catch (error) {
    return { path: '', message: `is not JSON: ${toError(error).message}` };
  }
}

/** The facts that a program reads: each problem, each issue. */
function detailsOf({ params }: SymphonyError): unknown {
  if ('problems' in params) return params.problems;
  if ('retryAfterMs' in params) return { retryAfterMs: params.retryAfterMs };
  return 'issues' in params ? params.issues : undefined;
}

/** The log of a service that answers with `refusalOf`. */
export const logRefusal =
  (logger: Logger, what: string) =>
  (id: string, error: Error): void =>
    logger.error(`${what} failed`, { error_id: id, err: error });

const MAX_HEADER = 200;
/** Header values are one line. What is cut off, or not a line, stands in the body. */
const oneLine = (text: string): string =>
  Array.from(text.replaceAll(/[\p{Cc}\s]+/gu, ' '))
    .slice(0, MAX_HEADER)
    .join('');

/** The micro error headers of an answer. @documented by NATS ADR-32 */
export const refusalHeaders = ({ status, body }: Refusal): Record<string, string> => ({
  [headers.errorCode]: String(status),
  [headers.error]: oneLine(body.error),
});

/** JSON of an answer. */
export const refusalText = ({ body }: Refusal): string => JSON.stringify(body);
