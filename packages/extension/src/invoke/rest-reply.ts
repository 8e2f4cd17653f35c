import {
  contentTypes,
  encodeFramed,
  encodeFramedText,
  isJsonType,
  type Refusal,
  RetryDetails,
  refusalText,
  SymphonyError,
  headers as wire,
} from '@symphony-ts/contract';
import { isVerbatim, RestResponse } from '../replies/rest-response.js';
import type { Payload } from './codec.js';
import { encodeJson } from './reply-value.js';

/** An HTTP answer whose body is ready to be sent: text, JSON included, or bytes. */
export interface RestReply {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: string | Uint8Array;
}

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json';

/** The handler of a reply, and the status its author set for a plain value. */
export interface ReplyContext {
  readonly member: string;
  readonly status: number | undefined;
}

/** The answer for a handler's result. Throws `INVALID_RESPONSE` or `UNSERIALIZABLE_RESPONSE`. */
export function replyOf(value: unknown, { member, status }: ReplyContext): RestReply {
  if (value instanceof RestResponse) return replyOfResponse(value, member);
  if (value === undefined) return { status: status ?? 204, contentType: TEXT, body: '' };
  const code = status ?? 200;
  if (value instanceof Uint8Array) return { status: code, contentType: contentTypes.bytes, body: value };
  if (typeof value === 'string') return { status: code, contentType: TEXT, body: utf8Text(value, member) };
  return { status: code, contentType: JSON_TYPE, body: encodeJson(value, member) };
}

function replyOfResponse(response: RestResponse, member: string): RestReply {
  const { status, headers, body, contentType } = response;
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    throw new SymphonyError('INVALID_RESPONSE', {
      member,
      issues: [{ path: 'status', message: `${status} is not an HTTP status from 100 to 599` }],
    });
  }
  if (body === undefined) return { status, contentType: contentType ?? TEXT, headers, body: '' };
  const type = contentType ?? JSON_TYPE;
  if (body instanceof Uint8Array) return { status, contentType: type, headers, body };
  if (typeof body !== 'string') return { status, contentType: type, headers, body: encodeJson(body, member) };
  return { status, contentType: type, headers, body: sentText(body, response, type, member) };
}

/** Refuses half of a surrogate pair: UTF-8 cannot express it, so another character would arrive. */
function utf8Text(text: string, member: string): string {
  const place = text.search(/\p{Surrogate}/u);
  if (place < 0) return text;
  const reason = `half of a surrogate pair stands at position ${place}, which UTF-8 cannot write`;
  throw new SymphonyError('UNSERIALIZABLE_RESPONSE', { member, reason });
}

/** A text unchanged, any other value as JSON. A text that an author wrote need not be JSON. */
function sentText(given: string, response: RestResponse, type: string, member: string): string | Uint8Array {
  if (isJsonType(type) && !isVerbatim(response)) return JSON.stringify(given);
  const text = utf8Text(given, member);
  if (!isJsonType(type)) return text;
  return isJson(text) ? text : Buffer.from(text);
}

/** The answer for a refusal; `Retry-After` tells an HTTP client when to try again, in whole seconds. */
export function refusedReply(refusal: Refusal): RestReply {
  const given = RetryDetails.safeParse(refusal.body.details);
  const headers = given.success ? { 'retry-after': String(Math.ceil(given.data.retryAfterMs / 1_000)) } : undefined;
  return { status: refusal.status, contentType: JSON_TYPE, headers, body: refusalText(refusal) };
}

/** A reply as JSON that wraps the body, which every gateway reads. */
export function wrappedPayload({ status, contentType, headers, body }: RestReply): Payload {
  const more = `"statusCode":${status},"contentType":${JSON.stringify(contentType)}${
    headers && Object.keys(headers).length > 0 ? `,"headers":${JSON.stringify(headers)}` : ''
  }`;
  return { payload: `{"body":${wrappedBody(body, contentType)},${more}}`, headers: IS_WRAPPED, httpStatus: status };
}

const IS_WRAPPED = { [wire.contentType]: contentTypes.wrapped } as const;

function wrappedBody(body: RestReply['body'], contentType: string): string {
  if (typeof body !== 'string') {
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64');
    return `"${text}","bodyEncoding":"base64"`;
  }
  return isJsonType(contentType) && body !== '' ? body : JSON.stringify(body);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A reply with its raw body, for a gateway that has sent its request in the same form. */
export function framedPayload({ status, contentType, headers, body }: RestReply): Payload {
  const head = { statusCode: status, contentType, headers };
  const framed = typeof body === 'string' ? encodeFramedText(head, body) : encodeFramed({ head, body });
  return { payload: framed.data, headers: { [wire.contentType]: framed.contentType }, httpStatus: status };
}
