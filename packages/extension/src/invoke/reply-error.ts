import { headers, isSymphonyError, toError, type ErrorReply, type Logger } from '@symphony-ts/contract';
import { EndpointError } from '../replies/endpoint-error.js';

/** A refusal as it goes over the wire. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: ErrorReply;
}

/** Causes whose text is meant for the caller; everything else stays in the log. */
const spoken = new Set(['INVALID_INPUT', 'HANDLER_TIMEOUT', 'UNKNOWN_COMMAND', 'TIMEOUT', 'NO_RESPONDERS']);

/** Anything else a caller would take for success, or not for a status at all. */
const isRefusal = (code: number): boolean => Number.isInteger(code) && code >= 400 && code <= 599;

export interface ErrorContext {
  readonly member: string;
  readonly logger: Logger;
  readonly newId: () => string;
}

/**
 * Turns anything thrown into the answer for the caller. An `EndpointError` speaks for itself; invalid input is 400 with
 * its issues; an outbound call that found nobody or no answer is 503; the rest is 500 with an id under which the log
 * has the details.
 */
export function answerFor(thrown: unknown, context: ErrorContext): ErrorAnswer {
  if (thrown instanceof EndpointError) {
    const code = isRefusal(thrown.code) ? thrown.code : 500;
    return {
      status: code,
      body: {
        error: thrown.message,
        code,
        ...(thrown.details === undefined ? {} : { details: thrown.details }),
      },
    };
  }
  if (isSymphonyError(thrown) && spoken.has(thrown.code)) {
    const details = isSymphonyError(thrown, 'INVALID_INPUT') ? { details: thrown.params.issues } : {};
    return { status: thrown.status, body: { error: thrown.text, code: thrown.code, ...details } };
  }
  const id = context.newId();
  const error = toError(thrown);
  context.logger.error(`${context.member} failed`, { error_id: id, err: error });
  const code = isSymphonyError(thrown) ? thrown.code : 'INTERNAL';
  return { status: 500, body: { error: 'the handler failed; the log of the extension has the details', code, id } };
}

/** Header values are one line of visible text. */
const oneLine = (text: string): string => text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 200);

/** Micro error headers of an answer. */
export const errorHeaders = (answer: ErrorAnswer): Record<string, string> => ({
  [headers.errorCode]: String(answer.status),
  [headers.error]: oneLine(answer.body.error),
});

/** JSON of an answer; details that JSON cannot hold are left out rather than the answer. */
export function errorBody(answer: ErrorAnswer): string {
  try {
    return JSON.stringify(answer.body);
  } catch {
    const { details: _unwritable, ...body } = answer.body;
    return JSON.stringify(body);
  }
}
