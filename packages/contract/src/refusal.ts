import { EndpointError } from './endpoint-error.js';
import type { ErrorReply } from './error-reply.js';
import { headers } from './headers.js';
import { findNonJson } from './json-value.js';
import type { Logger } from './logger.js';
import type { SchemaIssue } from './schema.js';
import { SymphonyError } from './symphony-error.js';
import { toError } from './to-error.js';

/** The reply that a caller gets for a thrown value, over NATS and over HTTP. */
export interface Refusal {
  /** Status code of the reply. */
  readonly status: number;
  /** Body of the reply. */
  readonly body: ErrorReply;
}

/** Options of `refusalOf`. */
export interface RefusalOptions {
  /** The failed handler or request, in words for the caller. */
  readonly what: string;
  /** The service whose log has the details that the caller does not get. */
  readonly logOf: string;
  /** Creates the id of the log line. */
  readonly newId: () => string;
  /** Writes the details to the log. */
  readonly log: (id: string, error: Error) => void;
  /** Whether the caller may see the text of an error. Default: `true` for each error of the project. */
  readonly isPublic?: (error: SymphonyError) => boolean;
}

/** True for a status of an error. A caller would take another number for success, or would not know it. */
const isRefusalStatus = (code: number): boolean => Number.isInteger(code) && code >= 400 && code <= 599;

/**
 * Converts any thrown value into a reply. Nothing else does this conversion. The caller sees the text of an `EndpointError`, and
 * of an error of the project that it may see. For any other error the caller gets 500 and an id. The log has the details under
 * this id.
 */
export function refusalOf(thrown: unknown, options: RefusalOptions): Refusal {
  const { what, logOf, newId, log, isPublic = always } = options;
  if (thrown instanceof EndpointError) {
    const code = isRefusalStatus(thrown.code) ? thrown.code : 500;
    return { status: code, body: { error: thrown.message, code, ...sentDetails(thrown.details, options) } };
  }
  if (thrown instanceof SymphonyError && isPublic(thrown)) {
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

/**
 * If JSON would change the details, they are omitted from the answer. The log has the reason, under the id that the caller
 * gets.
 */
function sentDetails(details: unknown, { what, newId, log }: RefusalOptions): Pick<ErrorReply, 'details' | 'id'> {
  const issue = details === undefined ? undefined : findNonJsonDetail(details);
  if (!issue) return withDetails(details);
  const id = newId();
  const reason = `${['details', issue.path].filter(Boolean).join('.')} ${issue.message}`;
  log(id, new SymphonyError('UNSERIALIZABLE_RESPONSE', { member: what, reason }));
  return { id };
}

/** If a getter or a `toJSON` of the details throws, the details are omitted, and the caller still gets an answer. */
function findNonJsonDetail(details: unknown): SchemaIssue | undefined {
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

/** Returns a function that writes the details of refusals to a log, for the option `log` of `refusalOf`. */
export const logRefusal =
  (logger: Logger, what: string) =>
  (id: string, error: Error): void =>
    logger.error(`${what} failed`, { error_id: id, err: error });

const MAX_HEADER = 200;
/** A header value is one line. The body has the whole text. */
const oneLine = (text: string): string =>
  Array.from(text.replaceAll(/[\p{Cc}\s]+/gu, ' '))
    .slice(0, MAX_HEADER)
    .join('');

/** The error headers of NATS services for a refusal. @documented by NATS ADR-32 */
export const refusalHeaders = ({ status, body }: Refusal): Record<string, string> => ({
  [headers.errorCode]: String(status),
  [headers.error]: oneLine(body.error),
});

/** The body of a refusal as JSON. */
export const refusalText = ({ body }: Refusal): string => JSON.stringify(body);
