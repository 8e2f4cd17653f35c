import {
  RestEnvelope,
  RetryDetails,
  SymphonyError,
  checkValue,
  contentTypes,
  headers as wire,
  isPromiseLike,
  refusalHeaders,
  refusalText,
  whenReady,
  type MaybePromise,
  type Refusal,
  type Schema,
  type SchemaIssue,
  type WrappedReply,
} from '@symphony-ts/contract';
import type { RestModel } from '../model/extension-model.js';
import { RestResponse } from '../replies/rest-response.js';
import { readBody } from './body.js';
import { checkOutput, type Codec, type Payload } from './codec.js';
import type { InboundRequest } from './inbound-request.js';
import { encodeJson } from './reply-value.js';
import { InboundRestRequest, type RestParts } from './rest-request.js';

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json';
const BYTES = 'application/octet-stream';

/** `@Rest`: the payload is an envelope, the reply is wrapped. */
export function restCodec(rest: RestModel, member: string): Codec {
  return {
    decode(request) {
      const envelope = readEnvelope(request, rest);
      return whenReady(readParts(rest, envelope, request.subject), (parts) => [
        new InboundRestRequest(request, envelope, parts),
      ]);
    },
    encode(result) {
      if (result instanceof RestResponse) return wrapped(wrapResponse(result, member), result.status);
      if (result === undefined) {
        const { status = 204 } = rest;
        return wrapped(wrap({ body: '', statusCode: status, contentType: TEXT }, member), status);
      }
      const { status = 200 } = rest;
      const checked = rest.response ? checkOutput(rest.response, result, member) : result;
      return whenReady(checked, (value) => wrapped(wrapValue(value, status, member), status));
    },
    refuse: (refusal) => ({
      payload: wrapJson(refusalText(refusal), refusal.status, retryAfter(refusal)),
      headers: { ...IS_WRAPPED, ...refusalHeaders(refusal) },
      httpStatus: refusal.status,
    }),
  };
}

/** Tells an HTTP client when to try again, in whole seconds. */
function retryAfter({ body }: Refusal): WrappedReply['headers'] {
  const given = RetryDetails.safeParse(body.details);
  return given.success ? { 'retry-after': String(Math.ceil(given.data.retryAfterMs / 1_000)) } : undefined;
}

const IS_WRAPPED = { [wire.contentType]: contentTypes.wrapped } as const;
const wrapped = (payload: string, httpStatus: number): Payload => ({ payload, headers: IS_WRAPPED, httpStatus });

/** A request without a payload is one for the operation itself: over NATS nothing need be said of HTTP. */
function readEnvelope(request: InboundRequest, { method, path }: RestModel): RestEnvelope {
  const given = request.data.length === 0 ? { method, url: path } : readBody(request.message, 'json');
  const envelope = RestEnvelope.safeParse(given);
  if (envelope.success) return envelope.data;
  const issues = envelope.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new SymphonyError('INVALID_INPUT', { subject: request.subject, issues });
}

/** Text and JSON stand in the envelope as they are; other bytes as base64. */
const envelopeBody = (envelope: RestEnvelope): unknown =>
  envelope.bodyEncoding === 'base64' && typeof envelope.body === 'string'
    ? new Uint8Array(Buffer.from(envelope.body, 'base64'))
    : envelope.body;

/** Checks every part, so that a caller learns of all that is wrong at once. Headers are matched in lower case. */
function readParts(rest: RestModel, envelope: RestEnvelope, subject: string): MaybePromise<RestParts> {
  const given: readonly (readonly [part: string, schema: Schema | undefined, value: unknown])[] = [
    ['params', rest.params, envelope.pathParams],
    ['query', rest.query, envelope.queryParams],
    ['headers', rest.headers, envelope.headers],
    ['body', rest.body, envelopeBody(envelope)],
  ];
  const issues: SchemaIssue[] = [];
  const values = given.map(([part, schema, value]): MaybePromise<unknown> => {
    if (!schema) return value;
    return whenReady(checkValue(schema, value), (result): unknown => {
      if (result.ok) return result.value;
      issues.push(
        ...result.issues.map(({ path, message }) => ({ path: [part, path].filter(Boolean).join('.'), message })),
      );
      return undefined;
    });
  });
  const finish = ([params, query, headerValues, body]: readonly unknown[]): RestParts => {
    if (issues.length > 0) throw new SymphonyError('INVALID_INPUT', { subject, issues });
    return { params, query, headerValues, body };
  };
  return values.some(isPromiseLike) ? Promise.all(values).then(finish) : finish(values);
}

const wrap = (reply: WrappedReply, member: string): string => encodeJson(reply, member);

function wrapValue(value: unknown, statusCode: number, member: string): string {
  if (value instanceof Uint8Array) return wrap({ ...base64(value), statusCode, contentType: BYTES }, member);
  if (typeof value === 'string') return wrap({ body: value, statusCode, contentType: TEXT }, member);
  return wrapJson(encodeJson(value, member), statusCode);
}

/** A wrapper around a body that is JSON already. */
function wrapJson(body: string, statusCode: number, headers?: WrappedReply['headers']): string {
  const more = headers ? `,"headers":${JSON.stringify(headers)}` : '';
  return `{"body":${body},"statusCode":${statusCode},"contentType":"${JSON_TYPE}"${more}}`;
}

function wrapResponse(response: RestResponse, member: string): string {
  const { status, headers } = response;
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    throw new SymphonyError('INVALID_RESPONSE', {
      member,
      issues: [{ path: 'status', message: `${status} is not an HTTP status from 100 to 599` }],
    });
  }
  const body =
    response.body instanceof Uint8Array
      ? base64(response.body)
      : { body: response.body === undefined ? '' : response.body };
  return wrap({ ...body, statusCode: status, contentType: response.contentType ?? TEXT, headers }, member);
}

const base64 = (bytes: Uint8Array): Pick<WrappedReply, 'body' | 'bodyEncoding'> => ({
  body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  bodyEncoding: 'base64',
});
