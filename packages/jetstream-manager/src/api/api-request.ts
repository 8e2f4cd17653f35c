import { headers } from '@nats-io/nats-core';
import type { Exchange } from '../connection/guarded-connection.js';
import { type ApiErrorReply, buildApiError } from '../errors/api-error.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { formatRequest, parseMixedJson, parseSafeJson } from '../json/safe-json.js';

/** Sends one JetStream API request and gives its reply; the type is what the caller knows the server answers. */
export type ApiRequest = <T extends object>(subject: string, body?: object, options?: ApiRequestOptions) => Promise<T>;

/** Options of one API request. */
export interface ApiRequestOptions {
  /** Default: the manager's `timeoutMs`. */
  readonly timeoutMs?: number;
  /** The JetStream API level that the server must have. Servers since 2.12 refuse the request where theirs is lower. */
  readonly apiLevel?: number;
}

/** Like {@link ApiRequest}, with the request and its reply as JSON text; an error reply throws as well. */
export type ApiTextRequest = (subject: string, body: string, options?: ApiRequestOptions) => Promise<string>;

/** What {@link createApiTextRequest} needs: how to send, the API prefix, the default timeout in milliseconds. */
export interface ApiRequestContext {
  readonly exchange: Exchange;
  readonly apiPrefix: string;
  readonly timeoutMs: number;
}

/**
 * The requests `@nats-io/jetstream` has no method for. Subjects are given without the API prefix: `STREAM.LIST`. An
 * error reply throws an `ApiError`, no answer `TIMEOUT` or `JETSTREAM_UNAVAILABLE`.
 */
export function createApiRequest(requestText: ApiTextRequest): ApiRequest {
  return async <T extends object>(subject: string, body?: object, options?: ApiRequestOptions): Promise<T> => {
    const json = body === undefined ? '' : formatRequest(body, subject);
    const text = await requestText(subject, json, options);
    return parseSafeJson(text, subject) as T;
  };
}

/** The same requests for callers that read the text themselves: numbers in it are as the server wrote them. */
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

/** A server writes an error behind the type of its reply, before all else. */
const ERROR_WITHIN = 1_024;

/** Throws the `ApiError` in a reply. Only a reply that begins with an error, or is not an object, is parsed for that. */
function assertNoError(text: string, subject: string): void {
  if (!text.startsWith('{') || text.lastIndexOf('"error"', ERROR_WITHIN) >= 0) parseApiReply(text, subject);
}

/** The reply to an API request as an object; throws the `ApiError` it carries, `INVALID_REPLY` where it is none. */
export function parseApiReply(text: string, subject: string): object {
  const reply = parseReply(text, subject);
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) {
    throw new JetStreamManagerError('INVALID_REPLY', `the reply to ${subject} is no JSON object`);
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

/** On the API's own subjects, nobody listening means that there is no JetStream here. */
function asUnavailable(error: JetStreamManagerError): JetStreamManagerError {
  if (error.code !== 'NO_RESPONDERS') return error;
  return new JetStreamManagerError('JETSTREAM_UNAVAILABLE', 'nothing answers on the JetStream API subjects', {
    cause: error,
  });
}
