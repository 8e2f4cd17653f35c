import {
  RestEnvelope,
  RetryDetails,
  SymphonyError,
  checkValue,
  isPromiseLike,
  refusalHeaders,
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
      if (result instanceof RestResponse) return { payload: wrapResponse(result, member), httpStatus: result.status };
      if (result === undefined) {
        const { status = 204 } = rest;
        return { payload: wrap({ body: '', statusCode: status, contentType: TEXT }, member), httpStatus: status };
      }
      const { status = 200 } = rest;
      const checked = rest.response ? checkOutput(rest.response, result, member) : result;
      return whenReady(
        checked,
        (value): Payload => ({ payload: wrapValue(value, status, member), httpStatus: status }),
      );
    },
    refuse: (refusal) => ({
      payload: wrap(
        { body: refusal.body, statusCode: refusal.status, contentType: JSON_TYPE, ...retryAfter(refusal) },
        member,
      ),
      headers: refusalHeaders(refusal),
      httpStatus: refusal.status,
    }),
  };
}

/** Tells an HTTP client when to try again, in whole seconds. */
function retryAfter({ body }: Refusal): Pick<WrappedReply, 'headers'> {
  const given = RetryDetails.safeParse(body.details);
  return given.success ? { headers: { 'retry-after': String(Math.ceil(given.data.retryAfterMs / 1_000)) } } : {};
}

/** A request without a payload is one for the operation itself: over NATS nothing need be said of HTTP. */
function readEnvelope(request: InboundRequest, { method, path }: RestModel): RestEnvelope {
  const given = request.data.length === 0 ? { method, url: path } : readBody(request.data, 'json');
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
  // JSON.stringify leaves a function out of an object instead of failing, so it is tried on its own first.
  if (typeof value === 'function' || typeof value === 'symbol') encodeJson(value, member);
  return wrap({ body: value, statusCode, contentType: JSON_TYPE }, member);
}

function wrapResponse(response: RestResponse, member: string): string {
  const { status, headers } = response;
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    throw new SymphonyError('INVALID_RESPONSE', {
      member,
      issues: [{ path: 'status', message: `${status} is not an HTTP status from 100 to 599` }],
    });
  }
  const body = response.body instanceof Uint8Array ? base64(response.body) : { body: response.body ?? '' };
  return wrap({ ...body, statusCode: status, contentType: response.contentType ?? TEXT, headers }, member);
}

const base64 = (bytes: Uint8Array): Pick<WrappedReply, 'body' | 'bodyEncoding'> => ({
  body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  bodyEncoding: 'base64',
});
