import {
  checkValue,
  contentTypes,
  headers,
  type MaybePromise,
  type Refusal,
  refusalHeaders,
  refusalText,
  type Schema,
  type SchemaResult,
  SymphonyError,
  type WireValue,
  whenReady,
} from '@symphony-ts/contract';
import { bodyKind, readBody } from './body.js';
import type { InboundRequest } from './inbound-request.js';
import { emptyReply, encodeReply } from './reply-value.js';

export interface Payload {
  readonly payload: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** The HTTP status of the reply. Omitted if the handler is not an `@Rest` operation. */
  readonly httpStatus?: number;
}

/** How one kind of handler reads requests and writes replies. Synchronous wherever the schemas are. */
export interface Codec {
  /** The handler's arguments; throws `INVALID_INPUT`. */
  readonly decode: (request: InboundRequest) => MaybePromise<readonly unknown[]>;
  /** The payload of a result; throws `INVALID_RESPONSE` or `UNSERIALIZABLE_RESPONSE`. */
  readonly encode: (result: unknown, request: InboundRequest) => MaybePromise<Payload>;
  readonly refuse: (refusal: Refusal) => Payload;
}

function accepted<T>(result: SchemaResult<T>, subject: string): T {
  if (result.ok) return result.value;
  throw new SymphonyError('INVALID_INPUT', { subject, issues: result.issues });
}

/** The value of `schema` for `value`, or an `INVALID_INPUT` error that names `subject`. */
export const checkInput = (schema: Schema, value: unknown, subject: string): MaybePromise<unknown> =>
  whenReady(checkValue(schema, value), (result) => accepted(result, subject));

/** The output of `schema` for a handler's result, or an `INVALID_RESPONSE` error that names the handler. */
export const checkOutput = (schema: Schema, value: unknown, member: string): MaybePromise<unknown> =>
  whenReady(checkValue(schema, value), (result) => {
    if (result.ok) return result.value;
    throw new SymphonyError('INVALID_RESPONSE', { member, issues: result.issues });
  });

const payloadOf = ({ data, contentType }: WireValue): Payload =>
  contentType === undefined ? { payload: data } : { payload: data, headers: { [headers.contentType]: contentType } };

/** Marks a reply that has a response schema. If it has a field `body`, the gateway must not treat it as a wrapped reply. */
function typed(value: unknown, reply: WireValue): Payload {
  const hasBody = typeof value === 'object' && value !== null && Object.hasOwn(value, 'body');
  return payloadOf(hasBody ? { contentType: contentTypes.json, ...reply } : reply);
}

export interface EndpointCodecOptions {
  readonly member: string;
  readonly request?: Schema | undefined;
  readonly response?: Schema | undefined;
}

/** `@Endpoint` and `@InstanceHandler`: the body is the input, the result the reply. */
export function endpointCodec({ member, request: schema, response }: EndpointCodecOptions): Codec {
  const kind = bodyKind(schema);
  const empty = emptyReply(response);
  return {
    decode(request) {
      const value = readBody(request.message, kind);
      if (!schema) return [value, request];
      return whenReady(checkInput(schema, value, request.subject), (input) => [input, request]);
    },
    encode: (result) =>
      response && result !== undefined
        ? whenReady(checkOutput(response, result, member), (value) => typed(value, encodeReply(value, empty, member)))
        : payloadOf(encodeReply(result, empty, member)),
    refuse: (refusal) => ({ payload: refusalText(refusal), headers: refusalHeaders(refusal) }),
  };
}
