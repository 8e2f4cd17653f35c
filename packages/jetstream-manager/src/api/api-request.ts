import { headers } from '@nats-io/nats-core';
import type { Exchange } from '../connection/guarded-connection.js';
import { type ApiErrorReply, buildApiError } from '../errors/api-error.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { formatRequest, parseMixedJson, parseSafeJson } from '../json/safe-json.js';

/** Sends one JetStream API request and returns its reply. The caller states the type of the reply. */
export type ApiRequest = <T extends object>(subject: string, body?: object, options?: ApiRequestOptions) => Promise<T>;

/** Options of one API request. */
export interface ApiRequestOptions {
  /** How long to wait for the reply, in milliseconds. Default: the manager's `timeoutMs`. */
  readonly timeoutMs?: number;
  /**
   * The JetStream API level that the server must have. A server from 2.12 on refuses the request if its level is lower.
   */
  readonly apiLevel?: number;
}

/** Like {@link ApiRequest}, with the request and its reply as JSON text. An error reply also throws. */
export type ApiTextRequest = (subject: string, body: string, options?: ApiRequestOptions) => Promise<string>;

/**
 * The parts that {@link createApiTextRequest} needs: the sending function, the API prefix, and the default timeout in
 * milliseconds.
 */
export interface ApiRequestContext {
  readonly exchange: Exchange;
  readonly apiPrefix: string;
  readonly timeoutMs: number;
}

/**
 * The requests for which `@nats-io/jetstream` has no method. Subjects are written without the API prefix:
 * `STREAM.LIST`. An error reply throws an `ApiError`. A missing reply throws `TIMEOUT` or `JETSTREAM_UNAVAILABLE`.
 */
export function createApiRequest(requestText: ApiTextRequest): ApiRequest {
  return async <T extends object>(subject: string, body?: object, options?: ApiRequestOptions): Promise<T> => {
    const json = body === undefined ? '' : formatRequest(body, subject);
    const text = await requestText(subject, json, options);
    return parseSafeJson(text, subject) as T;
  };
}

/** The same requests for callers that parse the text themselves. All numbers are as the server wrote them. */
export function createApiTextRequest({ exchange, apiPrefix, timeoutMs }: ApiRequestContext): ApiTextRequest {
  return async (subject, body, { timeoutMs: timeout = timeoutMs, apiLevel } = {}) => {
    const full = `${apiPrefix}.${subject}`;
    try {
      const { text } = await exchange(full, body, {
        timeout,
        ...(apiLevel ? { headers: levelHeader(apiLevel) } : {}),
      });
      assertNoError(text, full);
      return text;
    } catch (error) {
      throw asUnavailable(toManagerError(error, full));
    }
  };
}

function levelHeader(level: number) {
  const header = headers();
  header.set('Nats-Required-Api-Level', String(level));
  return header;
}

/** A server writes an error right after the type of the reply, before everything else. */
const ERROR_WITHIN = 1_024;

/** Throws the `ApiError` in a reply. It only parses a reply that begins with an error or is not an object. */
function assertNoError(text: string, subject: string): void {
  if (!text.startsWith('{') || text.lastIndexOf('"error"', ERROR_WITHIN) >= 0) parseApiReply(text, subject);
}

/** The reply to an API request as an object. Throws the `ApiError` in it, or `INVALID_REPLY` if it is not an object. */
export function parseApiReply(text: string, subject: string): object {
  const reply = parseReply(text, subject);
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) {
    throw new JetStreamManagerError('INVALID_REPLY', `the reply to ${subject} is not a JSON object`);
  }
  const { error } = reply as { error?: ApiErrorReply };
  if (error) throw buildApiError(error, subject);
  return reply;
}

function parseReply(text: string, subject: string): unknown {
  try {
    return parseMixedJson(text).value;
  } catch (error) {
    throw new JetStreamManagerError('INVALID_REPLY', `the reply to ${subject} is not JSON`, { cause: error });
  }
}

/** If nothing listens on the API's own subjects, there is no JetStream. */
function asUnavailable(error: JetStreamManagerError): JetStreamManagerError {
  if (error.code !== 'NO_RESPONDERS') return error;
  return new JetStreamManagerError('JETSTREAM_UNAVAILABLE', 'nothing answers on the JetStream API subjects', {
    cause: error,
  });
}
